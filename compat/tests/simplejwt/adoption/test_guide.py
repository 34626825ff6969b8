"""What the guide says about adoption is what there is."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import override_settings
from rest_framework.test import APIClient

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.answers import present
from drf_signet.sessions.models import Session
from drf_signet_compat.simplejwt.adoption.management.commands import adoption_status
from drf_signet_compat.simplejwt.adoption.percentage import given_percentage
from drf_signet_compat.simplejwt.adoption.remaining_tokens import Leftovers

PAGE: Final = Path(__file__).parents[4] / "docs" / "coming-from" / "simple-jwt.md"
SECTION: Final = PAGE.read_text().partition("## Turn tokens into sessions")[2]
PYTHON: Final = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)
CONSOLE: Final = re.findall(r"```console\n(.*?)```", SECTION, re.DOTALL)


@pytest.fixture
def said() -> dict[str, Any]:
    """What the blocks define, run one after the other."""
    names: dict[str, Any] = {"INSTALLED_APPS": []}
    paths = []
    for block in PYTHON:
        exec(block, names)  # our own page
        paths += names.pop("urlpatterns", [])
    return {**names, "paths": [str(one.pattern) for one in paths]}


def test_the_blocks_run_and_name_what_there_is(said: dict[str, Any]) -> None:
    """Apps, endpoints of both kinds, and the setting."""
    assert len(PYTHON) == 5
    assert set(said["INSTALLED_APPS"]) <= set(settings.INSTALLED_APPS)
    endpoints = {"api/token/", "api/token/refresh/", "api/browser/token/refresh/", "api/browser/logout/"}
    assert endpoints <= set(said["paths"])
    with override_settings(SIMPLE_JWT=said["SIMPLE_JWT"]):
        assert given_percentage() == 10


def test_views_of_ones_own_open_and_end_sessions(api: APIClient, user: User, said: dict[str, Any]) -> None:
    """With a token of theirs, and with one that Simple JWT issued."""
    for token in (said["tokens_for"](user)["refresh"], simple_jwt.sign_in(user)):
        assert api.post("/api/token/verify/", {"token": token}).status_code == 200
        said["sign_out"](token)
        assert present(api, token).status_code == 401
    assert Session.objects.exclude(revoked_at=None).count() == 2


def test_the_command_prints_what_the_page_shows(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line by line."""
    until = datetime(2026, 12, 1, 10, tzinfo=UTC), datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
    monkeypatch.setattr(adoption_status, "count_leftovers", lambda now: Leftovers(1_203, 2, 310, 41, *until))
    output = StringIO()
    with pytest.raises(SystemExit):
        call_command("adoption_status", stdout=output, no_color=True)
    assert CONSOLE[0] == "$ python manage.py adoption_status\n" + output.getvalue()
