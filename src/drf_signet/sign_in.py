"""Signing in: from credentials to a user who may hold a token."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models import Model
from django.http import HttpRequest

from drf_signet.backends import finding_nobody, tell_of_unfit_backends
from drf_signet.client_address import client_address
from drf_signet.conf import get_settings
from drf_signet.errors import CredentialsError, UserNotFoundError
from drf_signet.sign_in_completion import completing
from drf_signet.signals import sign_in_refused, signing_in
from drf_signet.user_identifier import subject_of
from drf_signet.user_model import is_row_of, model_named
from drf_signet.user_rule import satisfies_rule
from drf_signet.user_table import bring_up_to_date

MASKED: Final = "********************"

logger: Final = logging.getLogger("drf_signet")


def check_credentials(
    credentials: Mapping[str, str], request: HttpRequest | None, user_model: type[Model] | str | None = None
) -> AbstractBaseUser:
    """
    The user whose *credentials* these are, by Django's authentication backends and USER_AUTHENTICATION_RULE.

    That is a row of *user_model*, or of AUTH_USER_MODEL without it.

    Raises `CredentialsError`, after ``user_login_failed`` was sent. A user who may not sign in can't be told from
    one who doesn't exist. Raises `ThrottledError`, before the password is looked at, where too many attempts failed;
    `UnavailableError`; and what a receiver of ``signing_in`` or ``sign_in_refused`` raises.

    It counts as an attempt until the outermost block of `completing` is left.
    """
    with completing() as pending:
        pending.begin(identifier_in(credentials), None if request is None else client_address(request.META))
        user = _user_with(credentials, request)
        if user is None:
            tell_of_unfit_backends(tuple(credentials))
            refuse(credentials, request)
        if not may_sign_in(user, user_model):
            masked = {**credentials, "password": MASKED}
            user_login_failed.send(sender=__name__, credentials=masked, request=request)
            refuse(credentials, request)
        signing_in.send(sender=get_user_model(), user=user, request=request)
    return user


def may_sign_in(user: AbstractBaseUser, user_model: type[Model] | str | None = None) -> bool:
    """Whether *user* may hold a token. Says in the log what the project got wrong, where it did."""
    model = model_named(user_model)
    if not is_row_of(user, model):
        logger.error("A sign-in was refused: the backend gave a %s, not a %s.", type(user).__name__, model.__name__)
        return False
    try:
        subject_of(user, model)
    except UserNotFoundError as error:
        logger.error("A sign-in was refused: %s", error)  # noqa: TRY400  # no trace says more
        return False
    return satisfies_rule(user)


def _user_with(credentials: Mapping[str, str], request: HttpRequest | None) -> AbstractBaseUser | None:
    user: Any = None
    with finding_nobody():
        user = authenticate(request, **credentials)
    if user is None:
        return None
    known = getattr(user, "password", None)
    if not bring_up_to_date(user):
        return None
    # The replica that a backend read may not have heard of a new password yet.
    is_same = getattr(user, "password", None) == known
    return user if is_same or user.check_password(credentials.get("password", "")) else None


def identifier_in(credentials: Mapping[str, str]) -> str:
    """What *credentials* call the account by: the USERNAME_FIELD, or what a project signs in with instead."""
    others = (value for name, value in credentials.items() if name != "password")
    return credentials.get(getattr(get_user_model(), "USERNAME_FIELD", "")) or next(others, "")


def refuse(credentials: Mapping[str, str], request: HttpRequest | None) -> NoReturn:
    """Raise `CredentialsError`, or what a receiver of ``sign_in_refused`` raises."""
    sign_in_refused.send(sender=get_user_model(), credentials=credentials, request=request)
    raise CredentialsError


def announce(user: AbstractBaseUser, request: HttpRequest | None) -> None:
    """Send ``user_logged_in``, on which Django writes ``last_login``, if UPDATE_LAST_LOGIN says so."""
    if get_settings().UPDATE_LAST_LOGIN:
        user_logged_in.send(sender=get_user_model(), request=request, user=user)
