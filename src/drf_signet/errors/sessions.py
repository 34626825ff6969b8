"""What can be wrong with the session of a token."""

from __future__ import annotations

from drf_signet.errors.signet_error import SignetError
from drf_signet.errors.tokens import TokenError
from drf_signet.translatable_text import gettext_noop as _


class SessionError(TokenError):
    """The token is genuine, but the session it belongs to doesn't bear it out."""

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
    """The session is another user's than the token's."""

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
    """A replaced refresh token was presented. To refresh with it ends the session (RFC 9700 section 4.14.2)."""

    code = "token_reused"
    default_message = _("Token is blacklisted")


class RefreshSupersededError(SessionError):
    """The refresh token was replaced a moment ago. Nothing was ended: try again with the newest one."""

    code = "refresh_superseded"
    default_message = _("Token was replaced a moment ago")


class SignInTooOldError(SignetError):
    """The user should sign in again before they do this: it is more than *max_age* seconds ago (RFC 9470)."""

    code = "insufficient_user_authentication"
    default_message = _("Sign in again to do this.")

    def __init__(self, max_age: int) -> None:
        super().__init__()
        self.max_age = max_age
