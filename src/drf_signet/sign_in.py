"""Signing in by a password: from credentials to what is made for their user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn, TypeVar

from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_login_failed
from django.db.models import Model
from django.http import HttpRequest

from drf_signet.client_address import client_address
from drf_signet.errors import CredentialsError, SignInForbiddenError
from drf_signet.opening import PASSWORD, open_for
from drf_signet.sign_in_completion import completing
from drf_signet.signals import sign_in_refused
from drf_signet.unusable_backends import finding_nobody, tell_of_unfit_backends
from drf_signet.user_table import bring_up_to_date

MASKED: Final = "********************"

Answer = TypeVar("Answer")


def sign_in(
    credentials: Mapping[str, str],
    request: HttpRequest | None,
    issue: Callable[[AbstractBaseUser], Answer],
    user_model: type[Model] | str | None = None,
) -> Answer:
    """
    What *issue* makes for the user whose *credentials* these are, by Django's authentication backends.

    That is a row of *user_model*, or of AUTH_USER_MODEL without it; see `open_for`.

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
        try:
            return open_for(user, lambda: issue(user), methods=[PASSWORD], request=request, user_model=user_model)
        except SignInForbiddenError:
            masked = {**credentials, "password": MASKED}
            user_login_failed.send(sender=__name__, credentials=masked, request=request)
            refuse(credentials, request)


def _user_with(credentials: Mapping[str, str], request: HttpRequest | None) -> AbstractBaseUser | None:
    user: Any = None
    with finding_nobody():
        user = authenticate(request, **credentials)
    if user is None:
        return None
    known = getattr(user, "password", None)
    if not bring_up_to_date(user):
        return None
    # The backend may have read a replica that doesn't have the new password yet.
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
