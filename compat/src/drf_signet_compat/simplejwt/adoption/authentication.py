"""Authentication while tokens are adopted: access tokens of sessions, and those without one, by the rules of each."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet import authentication
from drf_signet.foreign_tokens import ForeignToken
from drf_signet.models import TokenUser
from drf_signet.sessions import authentication as sessions
from drf_signet.sessions.claims import SESSION_CLAIM
from drf_signet.tokens import Token
from drf_signet_compat.simplejwt import authentication as simplejwt
from drf_signet_compat.simplejwt.adoption.exceptions import refusing_for_both

__all__ = ["JWTAuthentication", "JWTStatelessUserAuthentication"]


class ForBoth(authentication.JWTAuthentication):
    """Refuses by exceptions that are the core's and Simple JWT's."""

    def get_raw_token(self, header: bytes) -> bytes | None:
        """The token in *header*, or None if it is of a scheme not ours. Raises `InvalidHeader`."""
        with refusing_for_both():
            return super().get_raw_token(header)

    def get_validated_token(self, raw_token: bytes) -> Token:
        """*raw_token* as the first of AUTH_TOKEN_CLASSES that accepts it. Raises `InvalidToken`."""
        with refusing_for_both():
            return super().get_validated_token(raw_token)


class JWTAuthentication(ForBoth, sessions.JWTAuthentication):
    """Looks up the session of a token that names one, and the user alone for others. One query."""

    def get_user(self, validated_token: Token) -> AbstractBaseUser | TokenUser:
        """The user. Raises `AuthenticationFailed` or `InvalidToken`."""
        with refusing_for_both():
            if _is_for_sessions(validated_token):
                return super().get_user(validated_token)
            return cast(AbstractBaseUser, simplejwt.JWTAuthentication().get_user(validated_token))


class JWTStatelessUserAuthentication(ForBoth, sessions.JWTStatelessUserAuthentication):
    """Asks the list of ended sessions about a token that names one, and believes others. No query."""

    def get_user(self, validated_token: Token) -> TokenUser:
        """A user made of the claims. Raises `AuthenticationFailed` or `InvalidToken`."""
        with refusing_for_both():
            if _is_for_sessions(validated_token):
                return super().get_user(validated_token)
            return simplejwt.JWTStatelessUserAuthentication().get_user(validated_token)


def _is_for_sessions(token: Token) -> bool:
    # What another issuer calls a user says nothing about ours, so Simple JWT's lookup must not see it.
    return SESSION_CLAIM in token or isinstance(token, ForeignToken)


JWTTokenUserAuthentication = JWTStatelessUserAuthentication
"""The name that Simple JWT had for it before."""
