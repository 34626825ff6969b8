"""Requests that a stranger can send about an address, one after the other, and the answers they see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.accounts.askers import WRONG, Shown, shown
from tests.accounts.person import Client, address_of, credentials, has_username, sign_up_body
from tests.conftest import PASSWORD

OWN_PASSWORD: Final = "fresh-horse-battery"
OTHER_PASSWORD: Final = "other-horse-battery"
"""Nobody has an account with either of them."""

ELSEWHERE: Final = "elsewhere@example.com"
Question = Callable[[str], Any]


class Seen(NamedTuple):
    """The content of an answer, and the work it took."""

    answer: Shown
    statements: int
    hashings: int


def _post(path: str, body: Mapping[str, str]) -> Any:
    return Client(raise_request_exception=False).post(path, body)


def _sign_up(address: str, name: str = "fresh", password: str = OWN_PASSWORD) -> Any:
    return _post("/api/users/", sign_up_body(name, email=address, password=password))


def _sign_in(name: str, password: str = OWN_PASSWORD, door: str = "/api/token/") -> Any:
    return _post(door, {get_user_model().USERNAME_FIELD: name, "password": password})


def _as_somebody_else(address: str, method: str, path: str, body: Mapping[str, str]) -> Any:
    asking = Client(raise_request_exception=False)
    somebody = get_user_model()._default_manager.get(email=address_of("asking"))
    answer = asking.post("/api/token/", credentials(somebody))
    if answer.status_code != 200:
        return answer
    return getattr(asking.carry(answer.json()), method)(path, body)


QUESTIONS: Final[Mapping[str, Question]] = {
    "sign-up": _sign_up,
    "sign-up-in-capitals": lambda address: _sign_up(address.upper()),
    "sign-up-with-another-password": lambda address: _sign_up(address, password=OTHER_PASSWORD),
    "sign-up-with-a-weak-password": lambda address: _sign_up(address, password="password"),
    "sign-up-with-another-name": lambda address: _sign_up(address, "fresher"),
    "sign-up-elsewhere-with-that-name": lambda address: _sign_up(ELSEWHERE),
    "sign-in-by-name": lambda address: _sign_in("fresh"),
    "sign-in-by-name-in-capitals": lambda address: _sign_in("FRESH"),
    "sign-in-by-the-other-name": lambda address: _sign_in("fresher"),
    "sign-in-by-address": _sign_in,
    "sign-in-by-address-in-capitals": lambda address: _sign_in(address.upper()),
    "sign-in-with-the-other-password": lambda address: _sign_in(address, OTHER_PASSWORD),
    "sign-in-with-a-wrong-password": lambda address: _sign_in(address, WRONG),
    "sign-in-elsewhere": lambda address: _sign_in(ELSEWHERE),
    "sign-in-in-a-browser": lambda address: _sign_in("fresh", door="/api/browser/token/"),
    "resend": lambda address: _post("/api/users/resend_activation/", {"email": address}),
    "reset": lambda address: _post("/api/users/reset_password/", {"email": address}),
    "set-email": lambda address: _as_somebody_else(
        address, "post", "/api/users/set_email/", {"current_password": PASSWORD, "new_email": address}
    ),
    "change-of-name": lambda address: _as_somebody_else(
        address, "patch", "/api/users/me/", {"first_name" if has_username() else "full_name": "fresh"}
    ),
}
"""By name. The requests are the same for every address; only the address differs."""


def ask_in_turn(names: Sequence[str], kind: str, hashed: list[str]) -> list[Seen]:
    """The answers to *names* about the address of somebody of *kind*. They change nothing for good."""
    with _undone():
        return [_ask(QUESTIONS[name], address_of(kind), hashed) for name in names]


def _ask(question: Question, address: str, hashed: list[str]) -> Seen:
    hashed.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = question(address)
    return Seen(_without_secrets(shown(answer)), len(queries), len(hashed))


def _without_secrets(seen: Shown) -> Shown:
    # Tokens differ each time.
    return (seen[0], b"tokens", ()) if b'"access"' in seen[1] else seen


@contextmanager
def _undone() -> Iterator[None]:
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
