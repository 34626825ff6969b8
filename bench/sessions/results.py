"""What a measuring process hands back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.timing import Ratio, Timing


@dataclass(frozen=True)
class Count:
    """What one run of an operation did: statements, and beside them the BEGIN, COMMIT and SAVEPOINT around them."""

    status: int
    statements: int
    transactions: int

    def __str__(self) -> str:
        return f"{self.statements} + {self.transactions}" if self.transactions else str(self.statements)


@dataclass(frozen=True)
class Row:
    """One operation, with both packages or ours alone."""

    name: str
    is_like: bool
    timing: Timing
    ours: Count
    theirs: Count | None


@dataclass(frozen=True)
class Storage:
    """Rows and bytes of one package's tables with their indexes, after sign-in and after the refreshes."""

    package: str
    rows: tuple[int, int]
    size: tuple[int, int]
    hot_updates: tuple[int, int] | None
    """Of PostgreSQL: how many updates there were, and how many of them touched no index."""


@dataclass(frozen=True)
class Operations:
    """The first part: every operation, in tables that are almost empty."""

    rows: Sequence[Row]
    sessions: int
    refreshes: int
    storage: Sequence[Storage]


@dataclass(frozen=True)
class Growth:
    """The second part: microseconds for one refresh by number of rows and package, block by block."""

    times: Mapping[str, Mapping[int, Sequence[float]]]
    sizes: Mapping[str, Mapping[int, int]]
    """Bytes of the tables with their indexes."""

    def median(self, package: str, rows: int) -> float:
        """In the middle."""
        return median(self.times[package][rows])

    def slowdown(self, package: str, rows: int) -> Ratio:
        """How many times as long a refresh takes among *rows* rows as in the smallest table, block by block."""
        times = self.times[package]
        return Ratio.of(larger / smaller for smaller, larger in zip(times[min(times)], times[rows], strict=True))


@dataclass(frozen=True)
class Measured:
    """Everything about one database."""

    server: str
    version: str
    conditions: str
    operations: Operations
    growth: Growth
