"""The look at an answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from bench.served.people import Person
from bench.served.traffic import Exchange
from bench.served.wire import Answer, request


class Tokens(NamedTuple):
    """What came; empty where a package has no such token."""

    access: str = ""
    refresh: str = ""
    session: str = ""


def gives(*wanted: str, read: Callable[[Answer], Tokens]) -> Callable[[Person, Answer], str | None]:
    """The check that *wanted* of the tokens came, and are others than those of before."""

    def check(person: Person, answer: Answer) -> str | None:
        if answer.status != 200:
            return cause(answer)
        tokens = read(answer)
        for name in wanted:
            token = getattr(tokens, name)
            if not token or token == getattr(person, name):
                return f"no new {name} token"
            setattr(person, name, token)
        if "access" in wanted:
            person.since = time.monotonic()
        return None

    return check


def found(*path: str) -> Callable[[Answer], str]:
    """The string at *path* of the JSON; empty if there is none."""

    def read(answer: Answer) -> str:
        value: Any = answer.json()
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return value if isinstance(value, str) else ""

    return read


def is_answered(person: Person, answer: Answer) -> str | None:
    """The check that the view behind the authentication answered."""
    del person
    return None if answer.status == 200 and found("id")(answer) else cause(answer)


def get_as(path: str, token: str) -> Callable[[Person], bytes]:
    """A GET with the *token* of a person, by the name that it has there, in the Authorization header."""
    return lambda person: request(
        "GET", path, headers={"Authorization": f"Bearer {getattr(person, token)}", "X-Forwarded-For": person.address}
    )


def view(path: str, token: str = "access") -> Exchange:
    """A request to the view at *path*."""
    return Exchange(get_as(path, token), is_answered)


def cause(answer: Answer) -> str:
    """Status and code of an error."""
    said = next(filter(None, (_text(answer, name) for name in ("code", "detail", "message"))), "")
    return f"{answer.status} {said}".strip()


def _text(answer: Answer, name: str) -> str:
    try:
        return found(name)(answer)
    except ValueError:
        return ""
