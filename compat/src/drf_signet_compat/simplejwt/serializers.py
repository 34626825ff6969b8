"""What Simple JWT's endpoints take and give. Override ``get_token`` to add claims, ``validate`` to answer more."""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar, cast
from typing import Optional as Optional

from django.conf import settings as settings
from django.contrib.auth import authenticate as authenticate
from django.contrib.auth import get_user_model as get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import update_last_login as update_last_login
from django.db.models.query_utils import DeferredAttribute
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions as exceptions
from rest_framework import serializers as serializers
from rest_framework.exceptions import AuthenticationFailed as AuthenticationFailed
from rest_framework.exceptions import ValidationError as ValidationError
from rest_framework.request import Request

from drf_signet import conf
from drf_signet.answering_serializers import CompletingSerializer
from drf_signet.errors import CredentialsError, TokenError
from drf_signet.exceptions import answer_to
from drf_signet.fields import MAXIMUM_PASSWORD_LENGTH, IdentifyingField
from drf_signet.opening import PASSWORD, ask_receivers
from drf_signet.refresh import SESSION_CLAIMS
from drf_signet.serializer_request import client_address_of
from drf_signet.sign_in import MASKED, refuse
from drf_signet.sign_in_completion import completing
from drf_signet.throttles import count_refresh
from drf_signet.unusable_backends import finding_nobody
from drf_signet_compat.simplejwt.authentication import has_fingerprint
from drf_signet_compat.simplejwt.exceptions import BlacklistUnavailable, TokenBlacklistedError
from drf_signet_compat.simplejwt.models import TokenUser as TokenUser
from drf_signet_compat.simplejwt.names import OURS
from drf_signet_compat.simplejwt.request_marks import seen_by_middlewares
from drf_signet_compat.simplejwt.rotation import rotate, take_back
from drf_signet_compat.simplejwt.settings import api_settings as api_settings
from drf_signet_compat.simplejwt.token_store import current
from drf_signet_compat.simplejwt.tokens import RefreshToken as RefreshToken
from drf_signet_compat.simplejwt.tokens import SlidingToken as SlidingToken
from drf_signet_compat.simplejwt.tokens import Token as Token
from drf_signet_compat.simplejwt.tokens import UntypedToken as UntypedToken
from drf_signet_compat.simplejwt.undescribed import undescribed
from drf_signet_compat.simplejwt.users import find_user, users_of
from signet_tokens.claims import read_time
from signet_tokens.translatable_text import gettext_noop

if TYPE_CHECKING:
    from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken as BlacklistedToken

AuthUser = TypeVar("AuthUser", AbstractBaseUser, TokenUser)


def __getattr__(name: str) -> object:
    """The model that Simple JWT has here, too: where it is loaded, and not before."""
    if name == "BlacklistedToken":
        return import_string(f"{OURS}.token_blacklist.models.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class PasswordField(serializers.CharField):
    """A password: never shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["style"] = {**kwargs.get("style", {}), "input_type": "password"}
        kwargs["write_only"] = True
        super().__init__(*args, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The password. Refuses one that is longer than hashing should have to take."""
        password = super().to_internal_value(data)
        # No max_length: OpenAPI would say it, where Simple JWT has none.
        if len(password) > MAXIMUM_PASSWORD_LENGTH:
            self.fail("max_length", max_length=MAXIMUM_PASSWORD_LENGTH)
        return password


@undescribed
class TokenObtainSerializer(CompletingSerializer):
    """Accepts credentials. Subclasses say which tokens to issue for them."""

    username_field: str = cast(str, IdentifyingField())
    token_class: ClassVar[type[Token] | None] = None
    user: AbstractBaseUser

    default_error_messages = {
        "no_active_account": _("No active account found with the given credentials"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.username_field] = serializers.CharField(write_only=True)
        self.fields["password"] = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Check the credentials. From then on, ``self.user`` is the user."""
        credentials = {name: attrs.get(name, "") for name in (self.username_field, "password")}
        request = self.context.get("request")
        with completing() as pending:
            if has_limits():
                pending.begin(str(credentials[self.username_field]), client_address_of(self))
            user = None
            with seen_by_middlewares(request), finding_nobody():
                user = authenticate(request, **credentials)
            if not api_settings.USER_AUTHENTICATION_RULE(user) or user is None:
                api_settings.ON_LOGIN_FAILED({**credentials, "password": MASKED}, request)
                self._refuse(credentials, request)
            self.user = user
            self._announce(request)
        return {}

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> Token:
        """The token for *user*. Override it to add claims."""
        if cls.token_class is None:
            raise NotImplementedError("token_class says which tokens are given")
        return cls.token_class.for_user(user)

    def succeed(self) -> None:
        """Call ON_LOGIN_SUCCESS, if UPDATE_LAST_LOGIN says so."""
        if api_settings.UPDATE_LAST_LOGIN:
            api_settings.ON_LOGIN_SUCCESS(self.user, self.context.get("request"))

    def _refuse(self, credentials: dict[str, str], request: Any) -> NoReturn:
        try:
            refuse(credentials, getattr(request, "_request", request))
        except CredentialsError as error:
            if error.code != CredentialsError.code:
                raise answer_to(error) from error
        raise AuthenticationFailed(self.error_messages["no_active_account"], "no_active_account")

    def _announce(self, request: Any) -> None:
        try:
            ask_receivers(self.user, getattr(request, "_request", request), [PASSWORD])
        except CredentialsError as error:
            raise answer_to(error) from error


@undescribed
class TokenObtainPairSerializer(TokenObtainSerializer):
    """Credentials for a refresh token and an access token."""

    token_class: ClassVar[type[Token] | None] = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Sign in, and answer with both tokens."""
        data = super().validate(attrs)
        refresh = cast(RefreshToken, self.get_token(self.user))
        data["refresh"] = str(refresh)
        data["access"] = str(refresh.access_token)
        self.succeed()
        return data


@undescribed
class TokenObtainSlidingSerializer(TokenObtainSerializer):
    """Credentials for a sliding token."""

    token_class: ClassVar[type[Token] | None] = SlidingToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Sign in, and answer with the token."""
        data = super().validate(attrs)
        data["token"] = str(self.get_token(self.user))
        self.succeed()
        return data


class _UserOfToken(serializers.Serializer[Any]):
    default_error_messages = {
        "no_active_account": _("No active account found for the given token."),
        "password_changed": _("The user's password has been changed."),
    }

    def check_user(self, token: Token) -> None:
        """Raise `AuthenticationFailed` unless the user of *token* may go on. One query, or none without a user."""
        if has_limits() and (address := client_address_of(self)) is not None:
            count_refresh(address, None)
        if token.payload.keys() >= SESSION_CLAIMS:
            # Here nobody would see that the session was ended: its endpoint is another one.
            raise TokenError(gettext_noop("Token belongs to a session"))
        identifier = token.get(api_settings.USER_ID_CLAIM)
        if not identifier:
            return
        user = find_user(users_of(get_user_model()), identifier)
        if user is None or not api_settings.USER_AUTHENTICATION_RULE(user):
            raise AuthenticationFailed(self.error_messages["no_active_account"], "no_active_account")
        token.owner = user
        if not has_fingerprint(token, user):
            with suppress(TokenBlacklistedError):
                take_back(token)
            raise AuthenticationFailed(self.error_messages["password_changed"], "password_changed")


@undescribed
class TokenRefreshSerializer(_UserOfToken):
    """A refresh token for an access token."""

    refresh = serializers.CharField()
    access = serializers.CharField(read_only=True)
    token_class: ClassVar[type[RefreshToken]] = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh, and answer with the new token, or both with ROTATE_REFRESH_TOKENS."""
        refresh = self.token_class(attrs["refresh"])
        self.check_user(refresh)
        data = {"access": str(refresh.access_token)}
        if api_settings.ROTATE_REFRESH_TOKENS:
            rotate(refresh)
            data["refresh"] = str(refresh)
        return data


@undescribed
class TokenRefreshSlidingSerializer(_UserOfToken):
    """A sliding token for one that lives longer."""

    token = serializers.CharField()
    token_class: ClassVar[type[SlidingToken]] = SlidingToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh, and answer with the new token, which never outlives its time to be refreshed."""
        token = self.token_class(attrs["token"])
        claim = api_settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM
        token.check_exp(claim)
        self.check_user(token)
        token.set_exp()
        token["exp"] = int(min(read_time(token["exp"]), read_time(token[claim])))
        token.set_iat()
        return {"token": str(token)}


@undescribed
class TokenVerifySerializer(serializers.Serializer[Any]):
    """A token of any type that should be checked. With BLACKLIST_AFTER_ROTATION, it also must not be revoked."""

    token = serializers.CharField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Verify, and answer with nothing."""
        token = UntypedToken(attrs["token"])
        records = current()
        if api_settings.BLACKLIST_AFTER_ROTATION and records is not None and records.is_blacklisted(token):
            raise ValidationError(_("Token is blacklisted"))
        return {}


@undescribed
class TokenBlacklistSerializer(serializers.Serializer[Any]):
    """A refresh token that should be accepted no more."""

    refresh = serializers.CharField(write_only=True)
    token_class: ClassVar[type[Token]] = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Revoke the token, and answer with nothing."""
        refresh = self.token_class(attrs["refresh"])
        try:
            refresh.blacklist()  # type: ignore[attr-defined]
        except AttributeError as error:
            raise BlacklistUnavailable from error
        return {}


def default_on_login_success(user: AbstractBaseUser, request: Request | None) -> None:
    """Write ``last_login``, where users have it."""
    if isinstance(getattr(type(user), "last_login", None), DeferredAttribute):
        update_last_login(cast(Any, None), cast(Any, user))


def default_on_login_failed(credentials: Mapping[str, object], request: Request | None) -> None:
    """Nothing. What ON_LOGIN_FAILED names instead gets the *credentials* without the password."""


def has_limits() -> bool:
    """Whether anything is counted: only where ``SIGNET["THROTTLE_RATES"]`` says so, as Simple JWT counts nothing."""
    said = conf.given()
    return isinstance(said, Mapping) and "THROTTLE_RATES" in said
