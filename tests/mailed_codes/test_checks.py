"""What the system checks say: E093 and W090."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, run_checks

from tests.accounts.changed import signet
from tests.accounts.person import has_username

# Django 6 asks the database about JSON.
pytestmark = pytest.mark.django_db


def found(check: str) -> list[CheckMessage]:
    """What is said under the id *check*."""
    return [one for one in run_checks() if one.id == f"signet.{check}"]


def a_page(request: Any) -> str:
    """A page that a function names."""
    return "https://app.example.com/sign-in#{token}"


@pytest.mark.parametrize(
    "page",
    [
        None,
        "https://app.example.com/sign-in#{token}",
        "myapp://sign-in/{token}",
        "tests.mailed_codes.test_checks.a_page",
    ],
)
def test_a_page_or_none_is_fine(page: str | None) -> None:
    """Without one, the mail has a code alone."""
    with signet(SIGN_IN_CODE_URL=page):
        assert found("E093") == found("E016") == []


@pytest.mark.parametrize(
    "page", ["", "https://app.example.com/sign-in", "javascript:alert({token})", "no.such.function"]
)
def test_a_link_that_leads_nowhere_is_an_error(page: str) -> None:
    """The message names the setting."""
    with signet(SIGN_IN_CODE_URL=page):
        (message,) = found("E093")
    assert message.msg.startswith("SIGNET['SIGN_IN_CODE_URL'] should be None, the URL of a page")
    assert "sign-in" in str(message.hint)


def needs_country(self: Any, username: str, email: str, country: str) -> None:
    """The manager of a project."""


@pytest.mark.skipif(not has_username(), reason="this user model has a manager of its own")
@pytest.mark.parametrize("is_open", [True, False])
def test_a_user_who_needs_more_than_an_address_is_a_warning(is_open: bool) -> None:
    """Where sign-ups by a code are open."""
    manager = type(get_user_model()._default_manager)
    with patch.object(manager, "create_user", needs_country), signet(SIGN_IN_CODE_SIGN_UP=is_open):
        messages = found("W090")
    assert len(messages) == is_open
    assert not is_open or "country" in messages[0].msg


def test_an_address_and_a_username_are_enough() -> None:
    """Of Django's own user model."""
    with signet(SIGN_IN_CODE_SIGN_UP=True):
        assert found("W090") == []
