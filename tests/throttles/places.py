"""Where people sign in and refresh, and what they send there."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from rest_framework.response import Response
from rest_framework.test import APIClient

from tests.conftest import PASSWORD

CORE: Final = "/api/token/"
SESSIONS: Final = "/sessions/api/token/"
BROWSER: Final = "/sessions/api/browser/token/"
SIGN_INS: Final = {"core": CORE, "sessions": SESSIONS, "browser": BROWSER}
SLIDING_SIGN_INS: Final = {"core-sliding": "/api/sliding/", "sessions-sliding": "/sessions/api/sliding/"}

EVERY_SIGN_IN: Final = pytest.mark.parametrize(
    "path", [pytest.param(path, id=name) for name, path in {**SIGN_INS, **SLIDING_SIGN_INS}.items()]
)
COOKIE: Final = "__Host-refresh"
HERE: Final = "192.0.2.1"
ELSEWHERE: Final = "198.51.100.7"
WRONG: Final = "not-" + PASSWORD


def post(api: APIClient, path: str, body: object, ip: str = HERE, **meta: Any) -> Response:
    """The answer to JSON from a page of our own, sent by the client at *ip*."""
    sent = {"HTTP_SEC_FETCH_SITE": "same-origin", "REMOTE_ADDR": ip, **meta}
    return api.post(path, json.dumps(body), content_type="application/json", **sent)


def sign_in(
    api: APIClient, path: str = CORE, name: str = "ada", password: str = WRONG, ip: str = HERE, **meta: Any
) -> Response:
    """The answer to an attempt to sign in, with a wrong password where none is given."""
    api.cookies.clear()
    return post(api, path, {"username": name, "password": password}, ip, **meta)


def statuses(answers: list[Response]) -> list[int]:
    """The status of each."""
    return [answer.status_code for answer in answers]


def shown(answer: Response) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    """All that a client sees of *answer*."""
    return answer.status_code, answer.content, tuple(answer.headers.items())


def assert_throttled(answer: Response) -> int:
    """It says so, in so many words, and when to come back. The value is the seconds."""
    assert answer.status_code == 429, answer.content
    wait = int(answer.headers["Retry-After"])
    assert wait > 0
    unit = "second" if wait == 1 else "seconds"
    said = {"detail": f"Too many requests. Try again in {wait} {unit}.", "code": "throttled"}
    assert json.loads(answer.content) == said
    assert answer.headers["Cache-Control"] == "no-store"
    assert "WWW-Authenticate" not in answer.headers
    assert not answer.cookies
    return wait
