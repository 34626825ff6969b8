"""A request that its token doesn't open: what to answer, for any framework."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from signet_tokens.errors import SignetError, TokenError, UnavailableError

from drf_signet_client.errors import AuthError


class Refused(AuthError):  # noqa: N818  # a condition that callers name, as the others of this package
    """Answer the request with *status*, *headers* and *body* as JSON. ``code`` is stable, and *why* is for your log."""

    def __init__(self, status: int, code: str, text: str, headers: Mapping[str, str], why: str = "") -> None:
        super().__init__(code, text)
        self.status = status
        self.headers = dict(headers)
        self.body = {"detail": text, "code": code}
        self.why = why
        """What is wrong with the token, in words. No client should see it."""


def refused(error: SignetError) -> Refused:
    """
    What to answer to *error*: 503 where nobody can say yet (RFC 9110 section 10.2.3), and otherwise 401 (RFC 6750
    section 3.1).
    """
    if isinstance(error, UnavailableError):
        return Refused(503, error.code, str(error), {"Retry-After": str(error.retry_after)}, _why(error))
    return Refused(401, error.code, str(error), {"WWW-Authenticate": 'Bearer error="invalid_token"'}, _why(error))


def without_token() -> Refused:
    """The answer to a request without a token, which says nothing of an error (RFC 6750 section 3.1)."""
    return Refused(401, "not_authenticated", "No access token was sent.", {"WWW-Authenticate": "Bearer"})


def without_scope(scopes: Collection[str]) -> Refused:
    """The answer to a genuine token that doesn't grant all of *scopes*."""
    challenge = f'Bearer error="insufficient_scope", scope="{" ".join(scopes)}"'
    text = "The access token doesn't grant what this request needs."
    return Refused(403, "insufficient_scope", text, {"WWW-Authenticate": challenge})


def _why(error: SignetError) -> str:
    return str(error.reason or "") if isinstance(error, TokenError) else ""
