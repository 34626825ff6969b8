"""Credentials for a user, as Django's authentication backends see it, and no more often than THROTTLE_RATES allow."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.serializers import ValidationError

from drf_signet.client_address import client_address
from drf_signet.errors import CredentialsError, EmailNotVerifiedError, UserInactiveError
from drf_signet.opening import PASSWORD, announce, ask_receivers
from drf_signet.sign_in import refuse
from drf_signet.sign_in_completion import completing
from drf_signet.translation import translated
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


def sign_in_or_refuse(credentials: Mapping[str, str], request: HttpRequest | None) -> AbstractBaseUser:
    """The same, in the words of both packages. Raises `ValidationError` in the place of the first two."""
    try:
        return sign_in(credentials, request)
    except EmailNotVerifiedError as error:
        raise ValidationError(translated(error.message), error.code) from None
    except CredentialsError:
        raise ValidationError(_("Unable to log in with provided credentials.")) from None
    except UserInactiveError:
        raise ValidationError(_("User account is disabled.")) from None
