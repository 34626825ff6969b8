"""What one hash of a password costs, as ARGON2 says it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

USUAL_COST: Final = "m=19456,t=2,p=1"
"""What OWASP recommends first."""

WRITTEN: Final = re.compile(r"m=([0-9]{1,8}),t=([1-9][0-9]{0,3}),p=([1-9][0-9]?)", re.ASCII)

LEAST_MEMORY: Final = 7_168
MOST_MEMORY: Final = 4_194_304
LEAST_WORK: Final = 35_840
"""Memory times passes: that of m=7168,t=5, the least that OWASP recommends."""


class Argon2Cost(NamedTuple):
    """The parameters of Argon2 (RFC 9106 section 3.1)."""

    memory: int
    """KiB."""

    passes: int
    threads: int


def read_cost(text: str) -> Argon2Cost:
    """The cost that is written as ``m=19456,t=2,p=1``. Raises `ValueError`, with a sentence."""
    found = WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(f"ARGON2 should look like {USUAL_COST} (KiB of memory, passes, threads), not {text!r}.")
    cost = Argon2Cost(*map(int, found.groups()))
    if not LEAST_MEMORY <= cost.memory <= MOST_MEMORY:
        raise ValueError(f"The m of ARGON2 should be from {LEAST_MEMORY} to {MOST_MEMORY} KiB, not {cost.memory}.")
    if cost.memory * cost.passes < LEAST_WORK:
        raise ValueError(f"ARGON2 makes passwords easy to guess: m times t should be {LEAST_WORK} or more.")
    return cost
