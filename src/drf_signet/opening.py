"""
Where every way in ends: a user was authenticated, by whatever means, and what they asked for is made.

    tokens = open_for(user, lambda: {"token": str(SlidingToken.for_user(user))}, methods=[PASSWORD], request=request)

Everything that may refuse a user is asked here, and nowhere else, so that no sign-in forgets it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, NamedTuple, TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.db.models import Model
from django.http import HttpRequest

from drf_signet.conf import get_settings
from drf_signet.errors import SignInForbiddenError, UserNotFoundError
from drf_signet.signals import signing_in
from drf_signet.user_identifier import key_of, subject_of
from drf_signet.user_model import is_row_of, model_named
from drf_signet.user_rule import satisfies_rule

PASSWORD: Final = "pwd"
"""The method of a user who gave the password (RFC 8176 section 2)."""

FEDERATED: Final = "fed"
"""That of a user whom another provider authenticated. No RFC registers it, and many use it."""

CODE: Final = "otp"
"""That of a user who had a code or a link by mail: a one-time password (RFC 8176 section 2)."""

Answer = TypeVar("Answer")

logger: Final = logging.getLogger("drf_signet")


class Opening(NamedTuple):
    """A sign-in while what the user asked for is made."""

    user: AbstractBaseUser
    model: type[Model]
    methods: tuple[str, ...]
    request: HttpRequest | None


_present: Final[ContextVar[Opening | None]] = ContextVar("drf_signet_opening", default=None)


def opening_of(user: AbstractBaseUser) -> Opening | None:
    """
    The sign-in during which this is called, if it is that of *user*, a row of AUTH_USER_MODEL.

    None where a project makes tokens by itself, also for somebody else during a sign-in.
    """
    opening = _present.get()
    is_theirs = opening is not None and opening.model is get_user_model() and key_of(opening.user) == key_of(user)
    return opening if is_theirs else None


def open_for(
    user: AbstractBaseUser,
    issue: Callable[[], Answer],
    *,
    methods: Collection[str],
    request: HttpRequest | None,
    user_model: type[Model] | str | None = None,
) -> Answer:
    """
    What *issue* makes for *user*, who was authenticated by *methods* (RFC 8176), unless something speaks against it.

    The user is a row of *user_model*, or of AUTH_USER_MODEL without it. Raises `SignInForbiddenError` for one that
    USER_AUTHENTICATION_RULE refuses, and what a receiver of ``signing_in`` raises. Nothing was made then.
    """
    if not may_sign_in(user, user_model):
        raise SignInForbiddenError
    ask_receivers(user, request, methods)
    with _during(Opening(user, model_named(user_model), tuple(methods), request)):
        answer = issue()
    announce(user, request)
    return answer


def may_sign_in(user: AbstractBaseUser, user_model: type[Model] | str | None = None) -> bool:
    """Whether *user* may hold a token. Says in the log what the project got wrong, where it did."""
    model = model_named(user_model)
    if not is_row_of(user, model):
        logger.error(
            "Signet refused a sign-in: the backend returned a %s, not a %s.", type(user).__name__, model.__name__
        )
        return False
    try:
        subject_of(user, model)
    except UserNotFoundError as error:
        logger.error("Signet refused a sign-in: %s", error)  # noqa: TRY400  # no trace says more
        return False
    return satisfies_rule(user)


def ask_receivers(user: AbstractBaseUser, request: HttpRequest | None, methods: Collection[str]) -> None:
    """Raise what a receiver of ``signing_in`` raises against *user*, who was authenticated by *methods*."""
    signing_in.send(sender=get_user_model(), user=user, request=request, methods=tuple(methods))


def announce(user: AbstractBaseUser, request: HttpRequest | None) -> None:
    """Send ``user_logged_in``, on which Django writes ``last_login``, if UPDATE_LAST_LOGIN says so."""
    if get_settings().UPDATE_LAST_LOGIN:
        user_logged_in.send(sender=get_user_model(), request=request, user=user)


@contextmanager
def _during(opening: Opening) -> Iterator[None]:
    token = _present.set(opening)
    try:
        yield
    finally:
        _present.reset(token)
