"""Errors of the session of a token."""

from __future__ import annotations

from signet_tokens.errors.signet_error import SignetError
from signet_tokens.errors.tokens import TokenError
from signet_tokens.translatable_text import gettext_noop as _


class SessionError(TokenError):
    """The token is genuine, but its session doesn't confirm it."""

    code = "session_invalid"
    default_message = _("Token is invalid")


class SessionNotFoundError(SessionError):
    """The token names no session, or one that doesn't exist (any more)."""

    code = "session_not_found"
    default_message = _("Token is invalid")


class SessionMismatchError(SessionError):
    """The session never issued this token: its ``gen`` or ``jti`` is not the session's."""

    code = "session_mismatch"
    default_message = _("Token is invalid")


class SessionUserMismatchError(SessionError):
    """The session belongs to another user than the token."""

    code = "session_user_mismatch"
    default_message = _("Token is invalid")


class SessionExpiredError(SessionError):
    """The session has reached SESSION_LIFETIME."""

    code = "session_expired"
    default_message = _("Token is expired")


class SessionRevokedError(SessionError):
    """The session was ended: by a logout, a change of password, an administrator, or the reuse of a token."""

    code = "session_revoked"
    default_message = _("Token is blacklisted")


class TokenReusedError(SessionError):
    """The refresh token was replaced before. To refresh with it ends the session (RFC 9700 section 4.14.2)."""

    code = "token_reused"
    default_message = _("Token is blacklisted")


class RefreshSupersededError(SessionError):
    """The refresh token was replaced a moment ago. The session goes on: try again with the newest token."""

    code = "refresh_superseded"
    default_message = _("Token was replaced a moment ago")


class SignInTooOldError(SignetError):
    """The last sign-in is more than *max_age* seconds ago, so the user has to sign in again to do this (RFC 9470)."""

    code = "insufficient_user_authentication"
    default_message = _("Sign in again to do this.")

    def __init__(self, max_age: int) -> None:
        super().__init__()
        self.max_age = max_age
