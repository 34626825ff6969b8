"""How far the clock of somebody else is from the one of this machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from signet_server.live.finding import Finding

MOST: Final = 1.0
"""Seconds. Tokens have five to spare, and two machines may be wrong in opposite directions."""


def compared(whose: str, ask: Callable[[], float], precision: float = 0.0) -> Finding:
    """The clock of *whose*, which *ask* reads in seconds since 1970, to within *precision* seconds."""
    before = time.time()
    theirs = ask()
    after = time.time()
    return about(whose, theirs - (before + after) / 2, precision + (after - before) / 2)


def about(whose: str, ahead: float, uncertainty: float) -> Finding:
    """What to say of a clock that is so many seconds *ahead* of this one."""
    if abs(ahead) - uncertainty <= MOST:
        within = f", give or take {1_000 * uncertainty:.0f}" if uncertainty >= 0.01 else ""
        return Finding("clock", f"{whose} and this machine agree: {1_000 * ahead:+.0f} ms{within}.")
    direction = "ahead of" if ahead > 0 else "behind"
    return Finding(
        "clock",
        f"{whose} is {abs(ahead):.1f} s {direction} this machine. Beyond 5 s, fresh tokens get 503.",
        "Synchronise both clocks, such as with chrony.",
    )
