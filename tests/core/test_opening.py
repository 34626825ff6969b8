"""Where every way in ends: who is asked, in which order, and what was made by then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import Signal
from django.test import RequestFactory, override_settings
from pytest_django import DjangoAssertNumQueries

from drf_signet.errors import CredentialsError, SignInForbiddenError
from drf_signet.opening import PASSWORD, announce, open_for
from drf_signet.signals import signing_in

NOBODY = {"USER_AUTHENTICATION_RULE": "tests.core.test_opening.nobody"}


def nobody(user: object) -> bool:
    """A USER_AUTHENTICATION_RULE."""
    return False


class FactorDueError(CredentialsError):
    """What a project asks for beside the password."""

    code = "factor_due"
    default_message = "Type the six digits as well."


@contextmanager
def listening(signal: Signal, what: list[Any], error: type[Exception] | None = None) -> Iterator[None]:
    """*what* has what the *signal* was sent with; its receiver raises *error*."""

    def receive(**sent: Any) -> None:
        what.append(sent)
        if error is not None:
            raise error

    signal.connect(receive)
    try:
        yield
    finally:
        signal.disconnect(receive)


def test_receivers_are_asked_before_anything_is_made_and_told_after_it(user: User) -> None:
    """They learn how the user was authenticated."""
    happened: list[Any] = []
    request = RequestFactory().post("/")

    def make() -> str:
        happened.append("made")
        return "tokens"

    with (
        override_settings(SIGNET={"UPDATE_LAST_LOGIN": True}),
        listening(signing_in, happened),
        listening(user_logged_in, happened),
    ):
        assert open_for(user, make, methods=[PASSWORD], request=request) == "tokens"
    asked, made, told = happened
    assert (asked["user"], asked["request"], asked["methods"], made) == (user, request, ("pwd",), "made")
    assert (told["user"], told["request"]) == (user, request)


@pytest.mark.parametrize("refusal", ["rule", "receiver", "row"])
def test_nothing_is_made_for_whoever_is_refused(user: User, refusal: str) -> None:
    """By the rule of the project, by a receiver, or because no token can name them."""
    made: list[object] = []
    error = FactorDueError if refusal == "receiver" else SignInForbiddenError
    somebody: Any = Group(pk=user.pk) if refusal == "row" else user
    with (
        override_settings(SIGNET=NOBODY if refusal == "rule" else {}),
        listening(signing_in, [], FactorDueError if refusal == "receiver" else None),
        pytest.raises(error) as caught,
    ):
        open_for(somebody, lambda: made.append("tokens"), methods=[PASSWORD], request=None)
    assert type(caught.value) is error
    assert made == []


def test_a_sign_in_is_not_announced_by_default(user: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """UPDATE_LAST_LOGIN is off: no signal, no statement."""
    heard: list[Any] = []
    with listening(user_logged_in, heard), django_assert_num_queries(0):
        announce(user, None)
    assert heard == []
    user.refresh_from_db()
    assert user.last_login is None


def test_a_sign_in_is_announced_where_the_settings_say_so(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Django's signal is sent, and its own receiver writes the time in one statement."""
    heard: list[Any] = []
    request = RequestFactory().post("/")
    with (
        override_settings(SIGNET={"UPDATE_LAST_LOGIN": True}),
        listening(user_logged_in, heard),
        django_assert_num_queries(1),
    ):
        announce(user, request)
    assert [(one["sender"], one["user"], one["request"]) for one in heard] == [(User, user, request)]
    user.refresh_from_db()
    assert user.last_login is not None
