"""One line of what was found: about what, what, what that means, and the next step where it is bad."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from signet_server.log_format import visible


class Finding(NamedTuple):
    """A line. It is bad where there is a next step."""

    what: str
    found: str
    next_step: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether somebody should do something."""
        return bool(self.next_step)

    def __str__(self) -> str:
        """As it is printed. Servers choose some of the words, and none of them may speak to the terminal."""
        mark, step = ("BAD", f" Next step: {self.next_step}") if self.is_bad else ("ok", "")
        return visible(f"{mark:<4}{self.what:<11}{self.found}{step}")


Ask = Callable[[], Iterable[Finding]]


def in_short(error: BaseException) -> str:
    """The kind of *error*: what it says may hold a secret."""
    return type(error).__name__
