"""REST framework authentication with Simple JWT's names, steps and texts."""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Optional as Optional
from typing import TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from rest_framework import HTTP_HEADER_ENCODING
from rest_framework import authentication as authentication
from rest_framework.request import Request

from drf_signet import authentication as core
from drf_signet import models, tokens
from drf_signet.conf import get_settings
from drf_signet.errors import UnavailableError
from drf_signet.exceptions import InvalidHeader
from drf_signet.refusal_log import REFUSALS
from drf_signet.user_rule import is_active
from drf_signet_compat.simplejwt.exceptions import AuthenticationFailed as AuthenticationFailed
from drf_signet_compat.simplejwt.exceptions import InvalidToken as InvalidToken
from drf_signet_compat.simplejwt.exceptions import TokenError as TokenError
from drf_signet_compat.simplejwt.models import TokenUser as TokenUser
from drf_signet_compat.simplejwt.settings import api_settings as api_settings
from drf_signet_compat.simplejwt.tokens import Token as Token
from drf_signet_compat.simplejwt.users import find_user, users_of
from drf_signet_compat.simplejwt.utils import get_md5_hash_password as get_md5_hash_password

AuthUser = TypeVar("AuthUser", AbstractBaseUser, TokenUser)

AUTH_HEADER_TYPES: tuple[str, ...]
AUTH_HEADER_TYPE_BYTES: set[bytes]

NO_USER = _("Token contained no recognizable user identification")


def __getattr__(name: str) -> object:
    """The two constants, which follow the settings."""
    if name == "AUTH_HEADER_TYPES":
        return get_settings().header_types
    if name == "AUTH_HEADER_TYPE_BYTES":
        return {one.encode(HTTP_HEADER_ENCODING) for one in get_settings().header_types}
    raise AttributeError(name)


class JWTAuthentication(core.JWTAuthentication):
    """Authenticates by an access token and loads its user, a ``user_model``: one query."""

    default_error_messages = {"password_changed": _("The user's password has been changed.")}

    def __init__(self) -> None:
        super().__init__()
        self.user_model: type[AbstractBaseUser] = get_user_model()

    def get_header(self, request: Request) -> bytes | None:
        """The bytes of the header AUTH_HEADER_NAME, if there is one."""
        header: str | bytes | None = request.META.get(api_settings.AUTH_HEADER_NAME)
        return header.encode(HTTP_HEADER_ENCODING, "replace") if isinstance(header, str) else header

    def get_raw_token(self, header: bytes) -> bytes | None:
        """The token in *header*, or None if it is of a scheme not ours. Raises `AuthenticationFailed`."""
        try:
            return super().get_raw_token(header)
        except InvalidHeader as error:
            raise AuthenticationFailed(InvalidHeader.default_detail, InvalidHeader.default_code) from error

    def get_validated_token(self, raw_token: str | bytes) -> Token:
        """*raw_token* as the first of AUTH_TOKEN_CLASSES that accepts it. Raises `InvalidToken`."""
        messages = []
        errors = []
        for token_class in api_settings.AUTH_TOKEN_CLASSES:
            try:
                token: Token = token_class(raw_token)
            except UnavailableError:
                raise
            except TokenError as error:
                errors.append(error)
                refusal = {"token_class": token_class.__name__, "token_type": token_class.token_type}
                messages.append({**refusal, "message": error.args[0]})
            else:
                return token
        REFUSALS.tell_of(errors)
        raise InvalidToken({"detail": _("Given token not valid for any token type"), "messages": messages})

    def get_user(self, validated_token: tokens.Token) -> AbstractBaseUser | models.TokenUser:
        """The user that *validated_token* names. Raises `AuthenticationFailed` or `InvalidToken`."""
        if api_settings.USER_ID_CLAIM not in validated_token:
            raise InvalidToken(NO_USER)
        user = find_user(users_of(self.user_model), validated_token[api_settings.USER_ID_CLAIM])
        if user is None:
            raise AuthenticationFailed(_("User not found"), code="user_not_found")
        if api_settings.CHECK_USER_IS_ACTIVE and not is_active(user):
            raise AuthenticationFailed(_("User is inactive"), code="user_inactive")
        if not has_fingerprint(validated_token, user):
            raise AuthenticationFailed(self.default_error_messages["password_changed"], code="password_changed")
        return user


class JWTStatelessUserAuthentication(JWTAuthentication):
    """Authenticates by an access token alone: ``request.user`` is a TOKEN_USER_CLASS, and there is no query."""

    def get_user(self, validated_token: tokens.Token) -> models.TokenUser:
        """A user made of the claims. Raises `InvalidToken` where they name none."""
        identifier = validated_token.get(api_settings.USER_ID_CLAIM)
        if not isinstance(identifier, (str, int)):
            raise InvalidToken(NO_USER)
        user: models.TokenUser = api_settings.TOKEN_USER_CLASS(validated_token)
        return user


JWTTokenUserAuthentication = JWTStatelessUserAuthentication


def default_user_authentication_rule(user: AbstractBaseUser | None) -> bool:
    """Whether there is a user, who is active unless CHECK_USER_IS_ACTIVE is off."""
    return user is not None and (not api_settings.CHECK_USER_IS_ACTIVE or is_active(user))


def configured_user_authentication_rule(user: AbstractBaseUser | None) -> bool:
    """What USER_AUTHENTICATION_RULE says of *user*, whatever it was given as."""
    return bool(api_settings.USER_AUTHENTICATION_RULE(user))


def has_fingerprint(token: tokens.Token, user: AbstractBaseUser) -> bool:
    """Whether *token* was made for the password that *user* has now: always without CHECK_REVOKE_TOKEN."""
    if not api_settings.CHECK_REVOKE_TOKEN:
        return True
    return token.get(api_settings.REVOKE_TOKEN_CLAIM) == get_md5_hash_password(str(getattr(user, "password", "")))


# Wherever drf-spectacular is, which loads its own for Simple JWT. Last: REST framework may ask for the classes above.
with suppress(ImportError):
    import_module("drf_signet_compat.simplejwt.schema")
