"""The endpoints of the service, and what their answers mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from drf_signet_client.answer import Answer, NoAnswer, Post
from drf_signet_client.errors import AuthError, AuthUnavailable, InvalidCredentials, SessionExpired
from drf_signet_client.paths import Paths
from drf_signet_client.tokens import is_token, lifetime_in, seconds

CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
WRONG: Final = frozenset({"", "no_active_account"})
"""Codes of a 401 that say no more than that the credentials are wrong."""


class Grant(NamedTuple):
    """The server's answer. *refresh* is None if the client keeps the one that it sent."""

    access: str
    refresh: str | None
    lifetime: float | None

    def __repr__(self) -> str:
        return "Grant(…)"


class SupersededError(Exception):
    """Another request has refreshed a moment ago, and nothing has ended."""


class Endpoints:
    """Those at *paths*, which are absolute."""

    def __init__(self, paths: Paths, post: Post) -> None:
        self._paths = paths
        self._post = post

    def sign_in(self, credentials: Mapping[str, object]) -> Grant:
        """Raises `InvalidCredentials`, `AuthUnavailable`, or `AuthError` with the server's own code."""
        return self._sign_in(self._paths.login, credentials)

    def ask_for_code(self, email: str) -> str:
        """What the code that is mailed to *email* belongs to. Raises as `sign_in`."""
        answer = self._send(self._paths.code, {"email": email})
        _check_available(answer)
        request = answer.fields().get("request")
        if answer.status == 200 and isinstance(request, str):
            return request
        raise AuthError(_code_in(answer) or "unexpected_answer", f"HTTP {answer.status}", reason=reason_in(answer))

    def sign_in_by_code(self, request: str, code: str) -> Grant:
        """Raises as `sign_in`."""
        return self._sign_in(self._paths.code_confirm, {"request": request, "code": code})

    def _sign_in(self, url: str, credentials: Mapping[str, object]) -> Grant:
        answer = self._send(url, credentials)
        _check_available(answer)
        grant = _grant_in(answer)
        if grant is not None and grant.refresh is not None:
            return grant
        code = _code_in(answer)
        if answer.status == 401 and code in WRONG:
            raise InvalidCredentials(reason=reason_in(answer))
        raise AuthError(code or "unexpected_answer", f"HTTP {answer.status}", reason=reason_in(answer))

    def refresh(self, token: str) -> Grant:
        """Raises `SessionExpired`, `SupersededError` or `AuthUnavailable`."""
        answer = self._send(self._paths.refresh, {"refresh": token})
        if answer.status in {400, 401, 403}:
            raise SessionExpired(reason=reason_in(answer))
        if answer.status == 409:
            raise SupersededError
        _check_available(answer)
        grant = _grant_in(answer)
        if grant is None:
            # Not of the service: a portal of some network, a proxy, a page of maintenance. That ends no session.
            raise AuthUnavailable(None, f"HTTP {answer.status} without tokens")
        return grant

    def sign_out(self, token: str) -> bool:
        """End the session of *token*. Whether the server says that it's done."""
        return self._sign_out(self._paths.logout, token)

    def sign_out_all(self, token: str) -> bool:
        """End every session of the user of *token*. Whether the server says that it's done."""
        return self._sign_out(self._paths.logout_all, token)

    def _sign_out(self, url: str, token: str) -> bool:
        try:
            return 200 <= self._send(url, {"refresh": token}).status < 300
        except AuthUnavailable:
            return False

    def _send(self, url: str, body: Mapping[str, object]) -> Answer:
        try:
            return self._post(url, body)
        except NoAnswer as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001  # a library's errors are its own, and may hold what was sent
            reason = type(error).__name__
        # Not while the other error is handled, which is kept with this one then.
        raise AuthUnavailable(None, reason)


def _check_available(answer: Answer) -> None:
    # 501 is no trouble that passes: the service isn't made for that.
    if answer.status == 429 or (answer.status >= 500 and answer.status != 501):
        raise AuthUnavailable(answer.retry_after(), f"HTTP {answer.status}", reason=reason_in(answer))


def _grant_in(answer: Answer) -> Grant | None:
    fields = answer.fields()
    access, refresh = fields.get("access"), fields.get("refresh")
    if answer.status != 200 or not is_token(access) or not (refresh is None or is_token(refresh)):
        return None
    lifetime = seconds(fields.get("expires_in")) or lifetime_in(str(access))
    return Grant(str(access), None if refresh is None else str(refresh), lifetime)


def reason_in(answer: Answer) -> str:
    """The server's own word for a refusal: its ``reason``, or else its ``code``. Empty where it says neither."""
    return _word(answer, "reason") or _code_in(answer)


def _code_in(answer: Answer) -> str:
    return _word(answer, "code")


def _word(answer: Answer, name: str) -> str:
    word = answer.fields().get(name)
    return word if isinstance(word, str) and CODE.fullmatch(word) else ""
