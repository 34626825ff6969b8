"""What can be wrong with a token, and with its user."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from drf_signet.errors.signet_error import SignetError
from drf_signet.errors.unavailable import UnavailableError
from drf_signet.reasons import RefusalReason
from drf_signet.translatable_text import gettext_noop as _


class TokenError(SignetError):
    """The token is not valid: malformed, forged, for somebody else, or of a far future."""

    code = "token_invalid"
    default_message = _("Token is invalid")
    reason: RefusalReason | None = None
    """For those who run the service: no client is told."""

    def __init__(self, message: str | None = None, *parts: object, reason: RefusalReason | None = None) -> None:
        super().__init__(message, *parts)
        self.reason = reason


class TokenTooLargeError(TokenError):
    """The token is longer than this package reads, so it is not written either."""

    code = "token_too_large"
    default_message = _("Token is too large")


class ExpiredTokenError(TokenError):
    """The time in ``exp`` has come (RFC 7519 section 4.1.4)."""

    code = "token_expired"
    default_message = _("Token is expired")


class TokenNotYetValidError(UnavailableError, TokenError):
    """
    The token is genuine and for us, and begins *ahead* seconds later (RFC 7519 section 4.1.5): a clock is wrong.

    The token should be kept and presented again. Whoever catches `TokenError` refuses it.
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
    """A claim that the configuration requires is not there."""

    code = "claim_missing"
    default_message = _("Token lacks a required claim")


class WrongTokenTypeError(TokenError):
    """A token of one type was presented where another is asked for."""

    code = "wrong_token_type"
    default_message = _("Token has wrong type")


class WrongTenantError(TokenError):
    """The token is genuine, and another tenant's than the one that is being served; or it doesn't say whose."""

    code = "wrong_tenant"
    default_message = _("Token is invalid")


class TokenUserError(TokenError):
    """The token is genuine, but its user may not use it."""

    code = "no_active_account"
    default_message = _("No active account found for the given token.")


class UserNotFoundError(TokenUserError):
    """No such user: deleted, or the claim can't be the identifier of any user."""

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
