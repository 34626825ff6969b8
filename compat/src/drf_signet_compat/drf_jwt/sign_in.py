"""Credentials for a user, as Django's authentication backends see it, and no more often than THROTTLE_RATES allow."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from drf_signet.client_address import client_address
from drf_signet.errors import UserInactiveError
from drf_signet.opening import PASSWORD, announce, ask_receivers
from drf_signet.sign_in import refuse
from drf_signet.sign_in_completion import completing
from drf_signet.unusable_backends import finding_nobody
from drf_signet.user_model import is_row_of
from drf_signet.user_rule import is_active


def sign_in(credentials: Mapping[str, str], request: HttpRequest | None) -> AbstractBaseUser:
    """
    The user whose *credentials* these are.

    Raises `CredentialsError`, or `UserInactiveError` where a backend lets disabled users in; `ThrottledError` before
    the password is looked at; and what a receiver of ``signing_in`` or ``sign_in_refused`` raises.
    """
    account = credentials[get_user_model().USERNAME_FIELD]
    with completing() as pending:
        pending.begin(account, None if request is None else client_address(request.META))
        user = None
        with finding_nobody():
            user = authenticate(request, **credentials)
        if user is None or not is_row_of(user, get_user_model()):
            refuse(credentials, request)
        if not is_active(user):
            raise UserInactiveError
        ask_receivers(user, request, [PASSWORD])
    announce(user, request)
    return user
