"""How far the clock of somebody else is from the one of this machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from signet_server.live.finding import Finding

MOST: Final = 1.0
"""Seconds. Tokens have five to spare, and two machines may be wrong in opposite directions."""

SURE: Final = 0.01
"""Seconds. If it is known better than that, there is a number of milliseconds."""

OF_A_NODE: Final = "If two nodes are more than 5 s apart, one answers 503 to fresh tokens of the other."
OF_A_SERVER: Final = (
    "Tokens have the times of the nodes, so no client notices, but its logs tell other times than theirs."
)


def compared(whose: str, ask: Callable[[], float]) -> Finding:
    """The clock of *whose*, a server behind the service, which *ask* reads in seconds since 1970."""
    before = time.time()
    theirs = ask()
    after = time.time()
    return about(whose, theirs - (before + after) / 2, (after - before) / 2, OF_A_SERVER)


def about(whose: str, ahead: float, uncertainty: float, meaning: str) -> Finding:
    """What to say of a clock that is so many seconds *ahead* of this one, and what it means if that is too much."""
    if abs(ahead) - uncertainty <= MOST:
        return Finding("clock", f"{whose} and this machine agree{_how_well(ahead, uncertainty)}.")
    direction = "ahead of" if ahead > 0 else "behind"
    found = f"{whose} is {abs(ahead):.1f} s {direction} this machine. {meaning}"
    return Finding("clock", found, "Synchronise both clocks, such as with chrony.")


def _how_well(ahead: float, uncertainty: float) -> str:
    if uncertainty < SURE:
        return f": {round(1_000 * ahead):+d} ms"
    return f" to within {abs(ahead) + uncertainty:.1f} s"
