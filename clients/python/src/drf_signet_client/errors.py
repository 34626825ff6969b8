"""
Everything that this package raises on purpose. Codes never change; no error holds any part of a token.

    AuthError
        InvalidCredentials      wrong username or password
        NotSignedIn             nobody has signed in yet, or has signed out
        SessionExpired          the server has ended the session: sign in again
        AuthUnavailable         the server can't be asked now: the session is kept, try again later
        TokenFileError          the file of tokens can't be trusted
"""

from __future__ import annotations


class AuthError(Exception):
    """What `code` says: a code of the server's own, or one of the classes below."""

    reason: str
    """The server's own word for it, which may say more than `code`, such as ``token_reused``. Empty without one."""

    def __init__(self, code: str, text: str = "", *, reason: str = "") -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.code}: {self.text}" if self.text else self.code


class InvalidCredentials(AuthError):  # noqa: N818  # a condition that callers name, as in the service's other clients
    """Wrong username or password, or a user who may not sign in."""

    def __init__(self, code: str = "invalid_credentials", text: str = "", *, reason: str = "") -> None:
        super().__init__(code, text, reason=reason)


class NotSignedIn(AuthError):  # noqa: N818
    """There is no session: nobody has signed in yet, or has signed out since."""

    def __init__(self, code: str = "not_signed_in", text: str = "") -> None:
        super().__init__(code, text)


class SessionExpired(AuthError):  # noqa: N818
    """The server has ended the session. Raised to everybody who asks, until somebody signs in."""

    def __init__(self, code: str = "session_expired", text: str = "", *, reason: str = "") -> None:
        super().__init__(code, text, reason=reason)


class AuthUnavailable(AuthError):  # noqa: N818
    """The server can't be asked now. The session is kept; *retry_after* seconds from now it is asked again."""

    def __init__(self, retry_after: float | None, text: str = "", *, reason: str = "") -> None:
        super().__init__("unavailable", text, reason=reason)
        self.retry_after = retry_after


class TokenFileError(AuthError):
    """The file of tokens can't be trusted: others can read or write it, or it is of another service."""

    def __init__(self, code: str = "token_file_refused", text: str = "") -> None:
        super().__init__(code, text)
