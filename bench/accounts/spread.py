"""Measured times: medians, quartiles, and the distance between the medians of two kinds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import median, quantiles
from typing import Final, NamedTuple

RESAMPLES: Final = 4_000
WANTED: Final = 0.05
"""The medians of two kinds are to differ by less than this share."""


class Spread(NamedTuple):
    """Milliseconds: the middle, and between what half of them lie."""

    lower: float
    median: float
    upper: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Spread:
        """The spread of *times*."""
        lower, middle, upper = quantiles(times, n=4)
        return cls(lower, middle, upper)

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.lower:.2f} to {self.upper:.2f})"


class Difference(NamedTuple):
    """The share that one median is larger than another, and its 95 % interval."""

    share: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, times: Sequence[float], others: Sequence[float]) -> Difference:
        """How much more *times* are than *others*. The interval is that of a bootstrap: it asks for no distribution."""
        chance = random.Random(0)
        found = sorted(
            _share(chance.choices(times, k=len(times)), chance.choices(others, k=len(others))) for _ in range(RESAMPLES)
        )
        return cls(_share(times, others), found[RESAMPLES // 40], found[-1 - RESAMPLES // 40])

    @property
    def is_small(self) -> bool:
        """Whether it is below what is wanted."""
        return abs(self.share) < WANTED

    def __str__(self) -> str:
        return f"{self.share:+.2%} ({self.lowest:+.2%} to {self.highest:+.2%})"


def _share(times: Sequence[float], others: Sequence[float]) -> float:
    return median(times) / median(others) - 1
