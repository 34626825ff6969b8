"""A line of a log: one request and its answer, or a fault."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, Final

FAULT: Final = "fault"
SIGN_IN: Final = "sign_in"
REFRESH: Final = "refresh"
CALL: Final = "call"
VERIFY: Final = "verify"
FEED: Final = "feed"
SIGN_OUT: Final = "sign_out"
SIGN_OUT_ALL: Final = "sign_out_all"
SET_PASSWORD: Final = "set_password"

KINDS: Final = (SIGN_IN, REFRESH, CALL, VERIFY, FEED, SIGN_OUT, SIGN_OUT_ALL, SET_PASSWORD)
ENDING: Final = frozenset({SIGN_OUT, SIGN_OUT_ALL, SET_PASSWORD})


@dataclass(frozen=True)
class Entry:
    """
    One request of *who*, about the *session* of *user*. Sessions and tokens have names that nobody can sign in with.

    Times are in seconds of CLOCK_MONOTONIC, which all processes of a machine share and nobody sets.
    """

    number: int
    """That of its line."""

    who: str
    kind: str
    sent: float
    ended: float
    """When it was answered, or the client gave up."""

    user: str = ""
    session: str = ""
    tier: str = ""
    """Of a call: "live" where the session is looked up, "listed" where a list of ended sessions is asked."""

    presented: int | None = None
    """The generation of the refresh token that was sent."""

    token: str = ""
    """The token that was sent."""

    received: int | None = None
    """The generation of the refresh token in the answer."""

    refresh: str = ""
    access: str = ""
    status: int | None = None
    """None: no answer came. *why* says what is known of that."""

    code: str = ""
    retry_after: str | None = None
    why: str = ""
    password: int | None = None
    """Which of the user's passwords was sent: the first one is 0."""

    spoiled: bool = False
    """The client changed the token on purpose."""

    mistaken: str = ""
    """The session or the user that the answer is for, if that is another one."""

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer that says what was done: a gateway's own doesn't, and somebody else's neither."""
        return self.status is not None and self.status < 500 and not self.mistaken

    @property
    def answered(self) -> float:
        """When it was done by: never, as far as is known, where nothing says that it was."""
        return self.ended if self.is_answered else inf

    @property
    def seconds(self) -> float:
        """How long the client waited."""
        return self.ended - self.sent

    def __str__(self) -> str:
        said = "no answer" if self.status is None else f"{self.status} {self.code}".strip()
        arrow = "" if self.presented is None else f" generation {self.presented}"
        arrow += "" if self.received is None else f" → {self.received}"
        why = f" ({self.why})" if self.why else ""
        return (
            f"{self.number:>6}  {self.sent:.3f}-{self.ended:.3f}  {self.who}  {self.kind}"
            f" {self.user} {self.session[:8]}{arrow}: {said}{why}"
        )


def read(log: Path) -> list[Entry]:
    """The entries of *log*, in the order in which they were sent. A last line that was cut off is none."""
    with log.open(encoding="utf-8") as lines:
        return sorted(_entries(lines), key=lambda one: one.sent)


def _entries(lines: Iterable[str]) -> Iterator[Entry]:
    for number, line in enumerate(lines, 1):
        if line.endswith("\n"):
            fields: dict[str, Any] = json.loads(line)
            yield Entry(number=number, **{name: value for name, value in fields.items() if value is not None})
