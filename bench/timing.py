"""Measured times: the times of both packages, and the spread of their ratios."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple


class Ratio(NamedTuple):
    """The spread of the ratios of all pairs, and a 95 % interval of their median."""

    lowest: float
    median: float
    highest: float
    interval: tuple[float, float]

    @classmethod
    def of(cls, ratios: Iterable[float]) -> Ratio:
        """The spread of *ratios*. The interval asks for no distribution: it is one of ranks."""
        ordered = sorted(ratios)
        rank = max(0, math.floor(len(ordered) / 2 - 0.98 * math.sqrt(len(ordered))))
        return cls(ordered[0], median(ordered), ordered[-1], (ordered[rank], ordered[-1 - rank]))

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.lowest:.2f} to {self.highest:.2f})"


@dataclass(frozen=True)
class Timing:
    """Microseconds for one run of an operation, by pair of blocks."""

    ours: Sequence[float]
    theirs: Sequence[float] = ()

    @property
    def ours_median(self) -> float:
        """Ours, in the middle."""
        return median(self.ours)

    @property
    def theirs_median(self) -> float | None:
        """Theirs, in the middle, if there is another package to compare with."""
        return median(self.theirs) if self.theirs else None

    @property
    def ratio(self) -> Ratio | None:
        """How many times as long the other package took, pair by pair."""
        if not self.theirs:
            return None
        return Ratio.of(theirs / ours for ours, theirs in zip(self.ours, self.theirs, strict=True))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Collect the garbage now, and none in this block."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def set_aside() -> None:
    """Let the garbage collector pass over what is there to stay: it runs before each block."""
    gc.collect()
    gc.freeze()
