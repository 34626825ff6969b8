"""
The clock: a block of one package, a block of the other, many times over.

The clock is on the wall: to wait for the database is part of a request. What disturbs meets both blocks of a pair
alike, so ratios are taken pair by pair, and of everything the median counts.
"""

from __future__ import annotations

from time import perf_counter_ns

from bench.sessions.operations import Operation
from bench.sessions.requests import send
from bench.sessions.sides import Side
from bench.timing import Timing, collector_paused


def time_block(side: Side) -> float:
    """Send the requests of one block, and tell the microseconds for one of them."""
    environs = side.build()
    with collector_paused():
        start = perf_counter_ns()
        answers = [send(environ) for environ in environs]
        elapsed = perf_counter_ns() - start
    side.check(answers)
    side.settle(answers)
    return elapsed / 1_000 / len(environs)


def measure(operation: Operation, pairs: int) -> Timing:
    """Time *operation*. The package that goes first changes with every pair."""
    ours, theirs = operation.ours, operation.theirs
    contestants = [ours, theirs] if theirs else [ours]
    for side in contestants:
        time_block(side)
    times: list[list[float]] = [[] for _ in contestants]
    for number in range(pairs):
        order = list(zip(contestants, times, strict=True))
        for side, timed in order if number % 2 else reversed(order):
            timed.append(time_block(side))
    return Timing(*times)
