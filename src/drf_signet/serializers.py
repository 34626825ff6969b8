"""
Serializers of the token endpoints. To add claims, override ``get_token``:

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

from typing import Any, ClassVar, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from drf_signet.answering_serializers import AnsweringSerializer, CompletingSerializer, IssuingSerializer, token_in
from drf_signet.answers import EXCHANGE_ANSWERS, Answers
from drf_signet.errors import CredentialsError, PasswordChangedError, TokenUserError
from drf_signet.exceptions import answer_to
from drf_signet.fields import IdentifyingField, PasswordField, TokenField, form_label_of
from drf_signet.foreign_tokens import presented_token
from drf_signet.misconfiguration import MisconfiguredError, logged
from drf_signet.refresh import refresh_pair, refresh_sliding
from drf_signet.serializer_request import client_address_of, http_request_of
from drf_signet.sign_in import sign_in
from drf_signet.tokens import RefreshToken, SlidingToken, Token

__all__ = [
    "PasswordField",
    "TokenField",
    "TokenObtainPairSerializer",
    "TokenObtainSerializer",
    "TokenObtainSlidingSerializer",
    "TokenRefreshSerializer",
    "TokenRefreshSlidingSerializer",
    "TokenVerifySerializer",
]


class TokenObtainSerializer(CompletingSerializer, AnsweringSerializer, IssuingSerializer):
    """
    Accepts credentials. Subclasses say which tokens to issue for them.

    With another ``username_field``, one of AUTHENTICATION_BACKENDS has to take an argument of that name.
    """

    username_field: str = cast(str, IdentifyingField())
    token_class: ClassVar[type[Token]]
    user: AbstractBaseUser

    default_error_messages = {CredentialsError.code: CredentialsError.default_message}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``username_field``, and ``password``."""
        return {
            self.username_field: serializers.CharField(write_only=True, label=form_label_of(self.username_field)),
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
        user_model = getattr(self, "token_class", Token).user_model
        return sign_in(credentials, request, self._issue_for, user_model)

    def get_tokens(self) -> dict[str, object]:
        """The body of the answer for ``self.user``: nothing, unless a subclass says more."""
        return {}

    def _new_token(self) -> Any:
        """What `get_token` returns for ``self.user``. Raises `MisconfiguredError` for None, and says so in the log."""
        token: Token | None = self.get_token(self.user)
        if token is None:
            raise logged(MisconfiguredError(f"{type(self).__qualname__}.get_token returns None, not a token."))
        return token

    def _issue_for(self, user: AbstractBaseUser) -> dict[str, object]:
        self.user = user
        return self.get_tokens()


class TokenObtainPairSerializer(TokenObtainSerializer):
    """The credentials of a user, for a refresh token and an access token."""

    token_class: ClassVar[type[RefreshToken]] = RefreshToken

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> RefreshToken:
        """The refresh token for *user*; the access token copies its claims. Override it to add claims."""
        return cls.token_class.for_user(user)

    def get_tokens(self) -> dict[str, object]:
        """Both tokens."""
        refresh = self._new_token()
        return {"refresh": self.signed(refresh), "access": self.signed(refresh.access_token)}


class TokenObtainSlidingSerializer(TokenObtainSerializer):
    """The credentials of a user, for a sliding token."""

    token_class: ClassVar[type[SlidingToken]] = SlidingToken

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> SlidingToken:
        """The sliding token for *user*. Override it to add claims."""
        return cls.token_class.for_user(user)

    def get_tokens(self) -> dict[str, object]:
        """The one token."""
        return {"token": self.signed(self._new_token())}


class RefreshingSerializer(AnsweringSerializer, IssuingSerializer):
    """Takes a token whose user may not go on. The texts of ``default_error_messages`` are then the answer."""

    default_error_messages = {one.code: one.default_message for one in (TokenUserError, PasswordChangedError)}

    answers: ClassVar[Answers] = EXCHANGE_ANSWERS

    def answer_to(self, error: Exception) -> Exception:
        """The same, and what is answered about the user."""
        if isinstance(error, TokenUserError):
            return answer_to(error, self.answers, words=self.error_messages, fields=self.field_of)
        return super().answer_to(error)


class TokenRefreshSerializer(RefreshingSerializer):
    """A refresh token, for an access token."""

    refresh = TokenField(label=_("Refresh token"))
    access = serializers.CharField(read_only=True, label=_("Access token"))
    token_class: ClassVar[type[RefreshToken]] = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh, and answer with the new token, or both with ROTATE_REFRESH_TOKENS."""
        raw = token_in(attrs, "refresh")
        refreshed = refresh_pair(raw, self.token_class, address=client_address_of(self))
        answer = {"access": self.signed(refreshed.access)}
        next_token = {} if refreshed.refresh is None else {"refresh": self.signed(refreshed.refresh)}
        return {**answer, **next_token}


class TokenRefreshSlidingSerializer(RefreshingSerializer):
    """A sliding token, for one that expires later."""

    token = TokenField(label=_("Token"))
    token_class: ClassVar[type[SlidingToken]] = SlidingToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh, and answer with the new token."""
        token = refresh_sliding(token_in(attrs, "token"), self.token_class, address=client_address_of(self))
        return {"token": self.signed(token)}


class TokenVerifySerializer(AnsweringSerializer):
    """A token of any known type that should be checked."""

    token = TokenField(write_only=True, label=_("Token"))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Verify, and answer with nothing."""
        presented_token(token_in(attrs, "token"))
        return {}
