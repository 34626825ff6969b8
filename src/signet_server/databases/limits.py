"""How long PostgreSQL may take for what, and what the operator says instead."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any, Final

from drf_signet.lock_waits import WAIT

STATEMENT: Final = 5_000
"""Milliseconds of one statement: the server ends it."""

LIMITS: Final[Mapping[str, int]] = {
    "statement_timeout": STATEMENT,
    "lock_timeout": 3_000,
    "idle_in_transaction_session_timeout": 10_000,
}
"""Milliseconds. Set on each new connection: PgBouncer refuses them as options of a connection."""

MIGRATION: Final[Mapping[str, int]] = {
    "lock_timeout": WAIT * 1_000,
    "statement_timeout": 0,
    "idle_in_transaction_session_timeout": 0,
}
"""Milliseconds, in the transaction of a migration. It takes as long as it takes; only waits for locks have a limit."""

GIVEN: Final = re.compile(r"(?:-c\s*|--)([\w-]+)=('[^']*'|\S*)")
TIME: Final = re.compile(r"\s*(\d+)\s*(ms|s|min|h)?\s*", re.ASCII)
MILLISECONDS: Final[Mapping[str, int]] = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000}


def limits_to_set(options: Mapping[str, Any]) -> Mapping[str, int]:
    """Those of `LIMITS` that the operator doesn't set in the *options* of DATABASE_URL, or in PGOPTIONS."""
    given = _given(options)
    return {name: limit for name, limit in LIMITS.items() if name not in given}


def longest_statement(options: Mapping[str, Any]) -> float:
    """Seconds of a statement until the server ends it: endless where the operator says 0, or something unheard of."""
    given = _given(options).get("statement_timeout")
    if given is None:
        return STATEMENT / 1_000
    time = TIME.fullmatch(given.strip("'"))
    if time is None:
        return float("inf")
    number, unit = time.groups()
    return int(number) * MILLISECONDS[unit or "ms"] / 1_000 or float("inf")


def _given(options: Mapping[str, Any]) -> Mapping[str, str]:
    text = str(options.get("options") or os.environ.get("PGOPTIONS", ""))
    return {name.replace("-", "_"): value for name, value in GIVEN.findall(text)}
