"""docs/how-to/sign-in-by-mail.md: its settings pass the checks, and its code does what the page says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.test import override_settings

from drf_signet.mailed_codes import views
from tests.accounts.changed import project_signet, signet
from tests.accounts.person import Client, find_person, has_username
from tests.mailed_codes.asking import ask, asked, confirm, last_code

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "sign-in-by-mail.md"
SETTINGS, URLS, OWN, TEST = re.findall(r"(?s)```python\n(.*?)```", PAGE.read_text())
pytestmark = pytest.mark.django_db


def names_in(block: str, **given: object) -> dict[str, Any]:
    """What *block* defines, beside what was *given*."""
    names: dict[str, Any] = {"__name__": __name__, **given}
    exec(block, names)  # the block is the thing under test
    return names


def test_the_settings_are_right() -> None:
    """No check has anything to say, and a link leads to that page."""
    apps = [one for one in settings.INSTALLED_APPS if one != "drf_signet.mailed_codes"]
    found = names_in(SETTINGS, INSTALLED_APPS=[*apps], SIGNET={**project_signet(), "SIGN_IN_CODE_URL": None})
    assert found["INSTALLED_APPS"][-1] == "drf_signet.mailed_codes"
    with override_settings(SIGNET=found["SIGNET"]):
        assert [one for one in run_checks() if (one.id or "").startswith("signet.")] == []


def test_the_addresses_are_those_of_the_table(phone: Client) -> None:
    """Below ``api/``, and those for browsers."""
    patterns = names_in(URLS, urlpatterns=[])["urlpatterns"]
    below = {str(one.pattern) for pattern in patterns for one in pattern.url_patterns}
    shown = set(re.findall(r"^\| POST `([^`]+)`", PAGE.read_text(), re.MULTILINE))
    assert below == shown


@pytest.mark.skipif(not has_username(), reason="the page is about Django's own user model")
def test_an_own_serializer_has_fields_of_its_own(phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which a new user gets."""
    own = names_in(OWN)["MyCodeView"]
    monkeypatch.setattr(views.SignInCodeConfirmView, "serializer_class", own.serializer_class)
    with signet(SIGN_IN_CODE_SIGN_UP=True):
        answer = confirm(phone, asked(phone), last_code(), first_name="Ada")
    assert answer.status_code == 200, answer.content
    assert find_person().first_name == "Ada"


@pytest.mark.skipif(not has_username(), reason="the page is about Django's own user model")
def test_the_test_passes(phone: Client) -> None:
    """With the fixtures that it names."""
    names_in(TEST)["test_sign_in"](phone, get_user_model())


def test_the_json_is_what_is_answered(phone: Client) -> None:
    """Its keys, and the sentence."""
    shown = re.search(r'"detail": "(If you[^"]+)"', PAGE.read_text())
    assert shown
    assert ask(phone).json()["detail"] == shown[1]
