"""People of each kind, what somebody asks who wants to know of which kind an address is, and what they get to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth import get_user_model

from tests.accounts.person import (
    Client,
    address_of,
    has_username,
    sign_up_body,
)
from tests.conftest import PASSWORD

KINDS: Final = ("unknown", "known", "disabled", "unverified", "keyless")
WRONG: Final = "not-" + PASSWORD

Shown = tuple[int, bytes, tuple[tuple[str, str], ...]]
NEVER: Final = "tests.accounts.askers.never"
"""The dispatcher below."""


def never(job: str, arguments: Mapping[str, str | None]) -> None:
    """A dispatcher that drops what it gets."""


def shown(answer: Any) -> Shown:
    """All that a client sees of *answer*; the test client has no ``Date``."""
    return answer.status_code, answer.content, tuple(answer.headers.items())


def name_of(kind: str) -> str:
    """What somebody of *kind* signs in with."""
    return kind if has_username() else address_of(kind)


def try_to_sign_in(kind: str, password: str = WRONG, name: str | None = None) -> Any:
    """The answer to *password*."""
    body = {get_user_model().USERNAME_FIELD: name or name_of(kind), "password": password}
    return Client(raise_request_exception=False).post("/api/token/", body)


def sign_up(kind: str, **changes: object) -> Any:
    """The answer to a sign-up with the address of somebody of *kind*, and a name of its own."""
    body = sign_up_body(f"new-{kind}", **{"email": address_of(kind), **changes})
    return Client(raise_request_exception=False).post("/api/users/", body)


def ask(path: str, kind: str) -> Any:
    """The answer to a request for a mail to somebody of *kind*."""
    return Client(raise_request_exception=False).post(f"/api/users/{path}", {"email": address_of(kind)})


def assert_alike(answers: Mapping[str, Any], status: int) -> None:
    """Byte for byte, with *status*."""
    expected = shown(answers["unknown"])
    assert expected[0] == status, expected
    assert {kind: shown(answer) for kind, answer in answers.items()} == dict.fromkeys(answers, expected)
