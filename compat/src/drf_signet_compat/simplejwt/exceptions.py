"""
Simple JWT's exceptions. Those about tokens are the core's own, so that ``except TokenError`` catches them all.
"""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Optional as Optional
from typing import Union as Union

from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status

from drf_signet.error_body import in_language
from drf_signet.errors import ExpiredTokenError as ExpiredTokenError
from drf_signet.errors import KeysUnavailableError, WrongTenantError
from drf_signet.errors import TokenError as TokenError
from signet_tokens.translatable_text import gettext_noop


class TokenBackendError(Exception):
    """A backend can't read or write the token, or can't be made of these settings."""


class TokenBackendExpiredToken(TokenBackendError):  # noqa: N818  # Simple JWT's name
    """The time in ``exp`` has come."""


class TokenKeysUnavailableError(KeysUnavailableError, TokenError, TokenBackendError):
    """The keys behind JWK_URL can't be fetched: for code of Simple JWT, an invalid token; for ours, a 503."""

    default_message = TokenError.default_message


class TokenTenantError(WrongTenantError, TokenBackendError):
    """The token is another tenant's, whoever reads it: a class of tokens, or code that asks the backend."""


class TokenBlacklistedError(TokenError):
    """The token was revoked."""

    code = "token_blacklisted"
    default_message = gettext_noop("Token is blacklisted")


class DetailDictMixin:
    """Puts the code into the body, beside the text."""

    default_detail: Any
    default_code: str

    def __init__(self, detail: object = None, code: str | None = None) -> None:
        body: dict[str, object] = {"detail": self.default_detail, "code": self.default_code}
        if isinstance(detail, Mapping):
            body.update(detail)
        elif detail is not None:
            body["detail"] = detail
        if code is not None:
            body["code"] = code
        super().__init__(in_language(body))  # type: ignore[call-arg]  # REST framework's exception comes next


class AuthenticationFailed(DetailDictMixin, exceptions.AuthenticationFailed):
    """401 for a token that was presented, with a code in the body."""


class InvalidToken(AuthenticationFailed):
    """401 for a token that is no good itself, whoever its user is."""

    status_code = status.HTTP_401_UNAUTHORIZED
    default_detail = _("Token is invalid or expired")
    default_code = "token_not_valid"


class BlacklistUnavailable(DetailDictMixin, exceptions.APIException):
    """501: a token should be revoked, but the app that would record it is not installed."""

    status_code = status.HTTP_501_NOT_IMPLEMENTED
    default_detail = _("Tokens can't be revoked: the blacklist app isn't installed.")
    default_code = "blacklist_not_installed"
