"""The clock: the same tokens at one side and at the other, in turn, many times over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from time import process_time_ns
from typing import Final, NamedTuple

from bench.timing import Ratio, Timing, collector_paused
from bench.verifiers.issuer import ALGORITHMS, tokens
from bench.verifiers.sides import OTHERS, Verify, can_verify, signet

POOL: Final = 100
"""Tokens in a block."""


class Row(NamedTuple):
    """One algorithm, and whether the tokens were presented before."""

    algorithm: str
    is_new: bool
    other: str
    timing: Timing

    @property
    def ratio(self) -> Ratio:
        """How many times as long the other took."""
        ratio = self.timing.ratio
        assert ratio is not None
        return ratio


def rows(url: str, rounds: int) -> Iterator[Row]:
    """Everything, measured *rounds* times."""
    for algorithm in ALGORITHMS:
        for other, make in OTHERS.items():
            if can_verify(other, algorithm):
                sides = signet(algorithm, url), make(algorithm, url)
                for is_new in (True, False):
                    yield Row(algorithm, is_new, other, _measured(algorithm, sides, rounds, is_new=is_new))


def _measured(algorithm: str, sides: tuple[Verify, Verify], rounds: int, *, is_new: bool) -> Timing:
    timed: dict[Verify, list[float]] = {side: [] for side in sides}
    pool = tokens(algorithm, POOL)
    for side in sides:
        block(side, pool)
    for number in range(rounds):
        pool = tokens(algorithm, POOL) if is_new else pool
        for side in sides if number % 2 else sides[::-1]:
            timed[side].append(block(side, pool))
    ours, theirs = sides
    return Timing(timed[ours], timed[theirs])


def block(verify: Verify, pool: Sequence[str] | Iterable[str]) -> float:
    """Microseconds of processor time for one token of *pool*."""
    given = list(pool)
    with collector_paused():
        start = process_time_ns()
        for raw in given:
            verify(raw)
        elapsed = process_time_ns() - start
    return elapsed / 1_000 / len(given)
