"""Errors of a token, and of its user."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from signet_tokens.errors.signet_error import SignetError
from signet_tokens.errors.unavailable import UnavailableError
from signet_tokens.reasons import RefusalReason
from signet_tokens.translatable_text import gettext_noop as _


class TokenError(SignetError):
    """The token is not valid: malformed, forged, for somebody else, or of a far future."""

    code = "token_invalid"
    default_message = _("Token is invalid")
    reason: RefusalReason | None = None
    """For the people who run the service. No client sees it."""

    def __init__(self, message: str | None = None, *parts: object, reason: RefusalReason | None = None) -> None:
        super().__init__(message, *parts)
        self.reason = reason


class TokenTooLargeError(TokenError):
    """The token is longer than this package reads or writes."""

    code = "token_too_large"
    default_message = _("Token is too large")


class ExpiredTokenError(TokenError):
    """The time in ``exp`` has come (RFC 7519 section 4.1.4)."""

    code = "token_expired"
    default_message = _("Token is expired")


class TokenNotYetValidError(UnavailableError, TokenError):
    """
    The token is genuine, but begins only in *ahead* seconds (RFC 7519 section 4.1.5): a clock is wrong.

    The client should keep the token and send it again. Code that catches `TokenError` refuses it.
    """

    code = "token_not_yet_valid"
    default_message = _("The token is not valid yet. Try again later.")
    longest_wait: ClassVar[int] = 60
    """Seconds: a clock that is wrong may be put right at any moment."""

    def __init__(self, ahead: float, reason: RefusalReason | None = None) -> None:
        super().__init__()
        self.reason = reason
        self.retry_after = min(max(ceil(ahead), 1), self.longest_wait)


class MissingClaimError(TokenError):
    """The token lacks a claim that the configuration requires."""

    code = "claim_missing"
    default_message = _("Token lacks a required claim")


class WrongTokenTypeError(TokenError):
    """The token is of another type than the one needed here."""

    code = "wrong_token_type"
    default_message = _("Token has wrong type")


class WrongTenantError(TokenError):
    """The token is genuine, but it belongs to another tenant, or doesn't name its tenant."""

    code = "wrong_tenant"
    default_message = _("Token is invalid")


class TokenUserError(TokenError):
    """The token is genuine, but its user may not use it."""

    code = "no_active_account"
    default_message = _("No active account found for the given token.")


class UserNotFoundError(TokenUserError):
    """There is no such user: they were deleted, or the claim can't identify any user."""

    code = "user_not_found"
    default_message = _("User not found")


class UserInactiveError(TokenUserError):
    """The user exists and is disabled."""

    code = "user_inactive"
    default_message = _("User is inactive")


class PasswordChangedError(TokenUserError):
    """The token was issued before the user's password changed."""

    code = "password_changed"
    default_message = _("The user's password has been changed.")
