"""The project's own manager makes the user, or it is said at the sign-up that it can't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured

from drf_signet.accounts.models import PendingSignUp
from drf_signet.accounts.pending_sign_ups import hold_sign_up
from drf_signet.accounts.user_creation import check_manager_takes
from tests.accounts.person import identity
from tests.conftest import NOON, PASSWORD


def nobody_hears(sign_up: PendingSignUp) -> None:
    """No mail is asked for."""


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Gives the user manager another ``create_user``."""

    def give(create_user: Any) -> None:
        monkeypatch.setattr(
            type(get_user_model()._default_manager), "create_user", create_user and staticmethod(create_user)
        )

    return give


def with_other_names(mailbox: str, password: str | None = None) -> None:
    """Takes the address by another name."""


def with_one_more(email: str, invited_by: str, **fields: object) -> None:
    """Asks for something that the sign-up doesn't."""


@pytest.mark.django_db
@pytest.mark.parametrize("create_user", [with_other_names, with_one_more])
def test_a_manager_that_can_not_be_called_is_told_of_at_the_sign_up(
    manager: Callable[[object], None], create_user: object
) -> None:
    """Not when the link is followed: nothing is kept."""
    manager(create_user)
    with pytest.raises(ImproperlyConfigured, match="A sign-up can't create a user with "):
        hold_sign_up(identity("ada"), PASSWORD, NOON, nobody_hears)
    assert not PendingSignUp.objects.exists()


def test_a_manager_may_insist_on_a_password(manager: Callable[[object], None]) -> None:
    """It gets one that nobody learns."""

    def create_user(password: str, **fields: object) -> None:
        """Takes whatever the model has."""

    manager(create_user)
    check_manager_takes(identity("ada"))


@pytest.mark.django_db
def test_a_manager_may_make_names_up(manager: Callable[[object], None]) -> None:
    """The sign-up need not ask for what identifies the user."""

    def create_user(email: str) -> None:
        """Knows a name."""

    manager(create_user)
    assert hold_sign_up({"email": "ada@example.com"}, PASSWORD, NOON, nobody_hears).address == "ada@example.com"
