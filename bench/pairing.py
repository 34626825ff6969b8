"""
The clock: a block of one package, a block of the other, many times over.

The clock is the processor time of this process, so whatever else the machine does is left out as far as it can be.
Nothing measured here ever waits. The remaining noise affects both blocks of a pair alike. So ratios are
taken pair by pair, and the median counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time_ns
from typing import Any

from bench.operations import Operation
from bench.sides import Side, has_succeeded, save_user
from bench.timing import Timing, collector_paused
from drf_signet import conf


class Contestant:
    """A side with its pool of tokens."""

    def __init__(self, side: Side, size: int, *, is_new: bool) -> None:
        self._side = side
        self._is_new = is_new
        *self._pool, self._spare = side.pool(size + 1)
        self.time_block()

    def new_inputs(self) -> list[Any]:
        """
        A request for each text of the pool.

        Where tokens have to be new, all that was remembered of them is dropped first. Settings and keys, which a
        process reads once, are read again by presenting a token that is not in the pool.
        """
        if self._is_new:
            conf.forget(setting=conf.NAME)
            self._check(self._side.run(self._side.around(self._spare)))
        return [self._side.around(text) for text in self._pool]

    def time_block(self) -> float:
        """Present the whole pool once, and tell the microseconds for one of it."""
        inputs = self.new_inputs()
        elapsed, result = _clocked(self._side, inputs)
        self._check(result)
        return elapsed / 1_000 / len(inputs)

    def _check(self, result: Any) -> None:
        if not has_succeeded(result):
            raise RuntimeError("An operation was refused, so what was timed is not the operation.")


def measure(operation: Operation) -> Timing:
    """Time *operation*. The package that goes first changes with every pair."""
    size, pairs = operation.volume
    with operation.condition():
        save_user()
        ours = Contestant(operation.ours, size, is_new=operation.is_new)
        if operation.theirs is None:
            return Timing([ours.time_block() for _ in range(pairs)])
        theirs = Contestant(operation.theirs, size, is_new=operation.is_new)
        timed: dict[Contestant, list[float]] = {ours: [], theirs: []}
        for number in range(pairs):
            for contestant in (ours, theirs) if number % 2 else (theirs, ours):
                timed[contestant].append(contestant.time_block())
    return Timing(timed[ours], timed[theirs])


def _clocked(side: Side, inputs: Sequence[Any]) -> tuple[int, Any]:
    run = side.run
    result: Any = None
    with collector_paused():
        start = process_time_ns()
        for one in inputs:
            result = run(one)
        elapsed = process_time_ns() - start
    return elapsed, result
