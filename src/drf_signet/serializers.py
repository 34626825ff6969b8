"""
What the token endpoints take and give. To add claims, override ``get_token``:

    class MyTokenObtainPairSerializer(TokenObtainPairSerializer):
        @classmethod
        def get_token(cls, user):
            token = super().get_token(user)
            token["name"] = user.get_full_name()
            return token

and name the serializer on your own subclass of the view: ``serializer_class = MyTokenObtainPairSerializer``. Where
you issue tokens elsewhere, call its ``get_token`` as well; ``RefreshToken.for_user`` knows nothing of these claims.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.fields import empty

from drf_signet.client_address import client_address
from drf_signet.errors import (
    CredentialsError,
    NoSigningKeyError,
    PasswordChangedError,
    ThrottledError,
    TokenUserError,
)
from drf_signet.exceptions import CannotSign, SignInRefused, TooManyRequests, UserRefused, answering_outages
from drf_signet.jws import MAXIMUM_LENGTH
from drf_signet.refresh import refresh_pair, refresh_sliding
from drf_signet.sign_in import announce, check_credentials
from drf_signet.sign_in_completion import completing
from drf_signet.tokens import KnownToken, RefreshToken, SlidingToken, Token

MAXIMUM_PASSWORD_LENGTH: Final = 4_096
"""Characters. Hashing is slow on purpose, and must not be made slower by whoever sends more."""


class PasswordField(serializers.CharField):
    """A password, taken as it is: never shown, never trimmed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("style", {"input_type": "password"})
        kwargs.setdefault("max_length", MAXIMUM_PASSWORD_LENGTH)
        super().__init__(write_only=True, trim_whitespace=False, **kwargs)


class TokenField(serializers.CharField):
    """A compact JWS, taken as it is: what was trimmed would no longer be the token that was signed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=MAXIMUM_LENGTH, **kwargs)

    def run_validators(self, value: Any) -> None:
        """Look for characters that no text may have, where there can be any: it takes longer than the signature."""
        if not value.isascii() or "\0" in value or len(value) > MAXIMUM_LENGTH:
            super().run_validators(value)


class AnsweringSerializer(serializers.Serializer[Any]):
    """
    Raises what REST framework answers, in anybody's view, to what is no fault of the credentials or of the token.

    `TooManyRequests`, `CannotSign` and `Unavailable`; what is wrong with a token stays a `TokenError`.
    """

    @answering_outages
    def run_validation(self, data: Any = empty) -> Any:
        """Validate *data*."""
        try:
            return super().run_validation(data)
        except ThrottledError as error:
            raise TooManyRequests(error) from None
        except NoSigningKeyError:
            raise CannotSign from None


class CompletingSerializer(serializers.Serializer[Any]):
    """Counts an attempt to sign in until the credentials are validated, whatever a subclass asks beside them."""

    def run_validation(self, data: Any = empty) -> Any:
        """Validate *data*."""
        with completing():
            return super().run_validation(data)


class IdentifyingField:
    """The name of the field that identifies a user, when it is asked for: the user model's USERNAME_FIELD."""

    def __get__(self, instance: object, owner: type[object]) -> str:
        return get_user_model().USERNAME_FIELD


class TokenObtainSerializer(CompletingSerializer, AnsweringSerializer):
    """
    Takes credentials. Its subclasses say which tokens are given for them.

    With another ``username_field``, one of AUTHENTICATION_BACKENDS has to take an argument of that name. The texts of
    ``default_error_messages`` are those of the refusals, by their codes.
    """

    username_field: str = cast(str, IdentifyingField())
    token_class: ClassVar[type[Token]]
    user: AbstractBaseUser

    default_error_messages = {CredentialsError.code: CredentialsError.default_message}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``username_field``, and ``password``."""
        return {
            self.username_field: serializers.CharField(write_only=True),
            "password": PasswordField(),
            **super().get_fields(),
        }

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> Token:
        """The token for *user*. Override it to add claims."""
        return cls.token_class.for_user(user)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Sign in, and answer with the tokens. From then on, ``self.user`` is the user."""
        request = http_request_of(self)
        # What a subclass doesn't require may be missing, and then is no credential of anybody's.
        credentials = {name: attrs.get(name, "") for name in (self.username_field, "password")}
        try:
            self.user = check_credentials(credentials, request, getattr(self, "token_class", Token).user_model)
        except CredentialsError as error:
            raise self.refusal(error) from error
        tokens = self.get_tokens()
        announce(self.user, request)
        return tokens

    def get_tokens(self) -> dict[str, object]:
        """The body of the answer for ``self.user``: nothing, unless a subclass says more."""
        return {}

    def refusal(self, error: CredentialsError) -> AuthenticationFailed:
        """What is answered to credentials that are refused for *error*."""
        message: Any = error.message
        if message == error.default_message:
            message = self.error_messages.get(error.code, message)
        return SignInRefused(message, error.code)


class TokenObtainPairSerializer(TokenObtainSerializer):
    """Credentials for a refresh token and an access token."""

    token_class: ClassVar[type[RefreshToken]] = RefreshToken

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> RefreshToken:
        """The refresh token for *user*; the access token copies its claims. Override it to add claims."""
        return cls.token_class.for_user(user)

    def get_tokens(self) -> dict[str, object]:
        """Both tokens."""
        refresh = self.get_token(self.user)
        return {"refresh": str(refresh), "access": str(refresh.access_token)}


class TokenObtainSlidingSerializer(TokenObtainSerializer):
    """Credentials for a sliding token."""

    token_class: ClassVar[type[SlidingToken]] = SlidingToken

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> SlidingToken:
        """The sliding token for *user*. Override it to add claims."""
        return cls.token_class.for_user(user)

    def get_tokens(self) -> dict[str, object]:
        """The one token."""
        return {"token": str(self.get_token(self.user))}


class RefreshingSerializer(AnsweringSerializer):
    """Takes a token whose user may not go on. The texts of ``default_error_messages`` are then the answer."""

    default_error_messages = {one.code: one.default_message for one in (TokenUserError, PasswordChangedError)}

    def words_for(self, error: TokenUserError) -> str:
        """What the holder of the token is told: that the password changed, or that the account is no longer there."""
        return str(self.error_messages[_told(error).code])

    def user_refusal(self, error: TokenUserError) -> AuthenticationFailed:
        """What is answered then, with the code of the text, and the finer one as ``reason``."""
        return UserRefused(error, self.words_for(error), _told(error).code)


class TokenRefreshSerializer(RefreshingSerializer):
    """A refresh token for an access token."""

    refresh = TokenField()
    access = serializers.CharField(read_only=True)
    token_class: ClassVar[type[RefreshToken]] = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh, and answer with the new token, or both with ROTATE_REFRESH_TOKENS."""
        try:
            refreshed = refresh_pair(attrs["refresh"], self.token_class, address=address_of(self))
        except TokenUserError as error:
            raise self.user_refusal(error) from error
        answer = {"access": str(refreshed.access)}
        return answer if refreshed.refresh is None else {**answer, "refresh": str(refreshed.refresh)}


class TokenRefreshSlidingSerializer(RefreshingSerializer):
    """A sliding token for one that lives longer."""

    token = TokenField()
    token_class: ClassVar[type[SlidingToken]] = SlidingToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh, and answer with the new token."""
        try:
            return {"token": str(refresh_sliding(attrs["token"], self.token_class, address=address_of(self)))}
        except TokenUserError as error:
            raise self.user_refusal(error) from error


class TokenVerifySerializer(AnsweringSerializer):
    """A token of any type there is here, to be told whether it is genuine and in time."""

    token = TokenField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Verify, and answer with nothing."""
        KnownToken(attrs["token"])
        return {}


def http_request_of(serializer: serializers.BaseSerializer[Any]) -> HttpRequest | None:
    """Django's own request: authentication backends and signal receivers don't know REST framework's."""
    request = serializer.context.get("request")
    return getattr(request, "_request", request)


def address_of(serializer: serializers.BaseSerializer[Any]) -> str | None:
    """The IP address of the client that sent what *serializer* takes: empty if unknown, None without a request."""
    request = http_request_of(serializer)
    return None if request is None else client_address(request.META) or ""


def words_for(error: TokenUserError) -> str:
    """What the holder of a refresh token is told: that the password changed, or that the account is no longer there."""
    return error.message if isinstance(error, PasswordChangedError) else TokenUserError.default_message


def _told(error: TokenUserError) -> type[TokenUserError]:
    return PasswordChangedError if isinstance(error, PasswordChangedError) else TokenUserError
