"""
The clock: one side after another, each for some seconds, in several rounds; then each at a steady rate.

All services run all the time, and only one of them is asked. The sides of a round follow one another closely, and the
order changes with every round, so whatever else the machine does meets all of them alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Final, NamedTuple

from bench.served.figures import a_second, percentile
from bench.served.fleet import Fleet, Service
from bench.served.operations import Operation
from bench.served.processes import processor_time
from bench.served.results import Cell, Paced, Sample
from bench.served.sides.side import Side
from bench.served.traffic import Traffic, everyone
from bench.timing import collector_paused

WARM_UP: Final = 0.25
"""How much of the seconds of a sample come before it, uncounted."""

STEADY: Final = 0.7
"""The steady rate, as a share of the most that was found."""

FRESH: Final = 120.0
"""Seconds for which an access token is used: it is valid for five minutes or more at every side."""

STATEMENTS: Final = 3
NEEDS_TOKENS: Final = frozenset({Operation.STATELESS, Operation.LIVE, Operation.INTROSPECTION, Operation.LIST})

Tell = Callable[[str], None]


class Pair(NamedTuple):
    """What is measured: a side at an operation."""

    side: Side
    operation: Operation


class Clock:
    """Measures one pair after another in *fleet*."""

    def __init__(self, fleet: Fleet, seconds: float, tell: Tell) -> None:
        self._fleet = fleet
        self._seconds = seconds
        self._tell = tell

    def measure(self, sides: Sequence[Side], operations: Sequence[Operation], rounds: int) -> list[Cell]:
        """Every side at every operation."""
        pairs = [Pair(side, one) for one in operations for side in sides if one in side.exchanges]
        samples: dict[Pair, list[Sample]] = {pair: [] for pair in pairs}
        for number in range(rounds):
            self._tell(f"round {number + 1} of {rounds}")
            for pair in pairs if number % 2 else pairs[::-1]:
                samples[pair].append(self.sample(pair))
        self._tell(f"latencies at {STEADY:.0%} of that")
        return [
            Cell(pair.side.slug, pair.operation.value, samples[pair], self.paced(pair, _rate(samples[pair])))
            for pair in pairs
        ]

    def sample(self, pair: Pair) -> Sample:
        """As many answers as the service has, with every connection at work."""
        service = self._ready(pair)
        traffic = self._traffic(pair)
        try:
            traffic.drive(self._seconds * WARM_UP)
            before = self._spent(service)
            with collector_paused():
                driven = traffic.drive(self._seconds)
            spent = [after - start for start, after in zip(before, self._spent(service), strict=True)]
        finally:
            traffic.close()
        sample = Sample(driven.answers, dict(driven.errors), driven.elapsed, *spent)
        self._tell(_line(pair, sample))
        return sample

    def paced(self, pair: Pair, rate: float) -> Paced:
        """The latencies at so many requests a second, and what the database did for them."""
        self._ready(pair)
        self._fleet.server.forget_statements()
        traffic = self._traffic(pair)
        try:
            with collector_paused():
                driven = traffic.drive(2 * self._seconds, max(rate, 1.0))
        finally:
            traffic.close()
        p50, p95, p99 = (percentile(driven.latencies, share) for share in (0.5, 0.95, 0.99))
        statements = self._fleet.server.busiest(pair.side.slug, STATEMENTS)
        paced = Paced(rate, driven.answers, dict(driven.errors), p50, p95, p99, statements)
        times = f"p50 {p50 * 1e3:.1f} ms, p95 {p95 * 1e3:.1f} ms, p99 {p99 * 1e3:.1f} ms"
        self._tell(f"  {pair.operation:40} {pair.side.name:30} {rate:6.0f}/s: {times}{_errors(driven.errors)}")
        return paced

    def _ready(self, pair: Pair) -> Service:
        """The service of *pair*, and new tokens for those whose tokens would expire."""
        service = self._fleet.service(*pair)
        people = self._fleet.people(*pair)
        if pair.operation in NEEDS_TOKENS and min(one.since for one in people) < time.monotonic() - FRESH:
            everyone(service.port, pair.side.renew, people, self._fleet.crowd.connections)
        return service

    def _traffic(self, pair: Pair) -> Traffic:
        service, people = self._fleet.service(*pair), self._fleet.people(*pair)
        exchange = pair.side.exchanges[pair.operation]
        return Traffic(service.port, exchange, people, min(self._fleet.crowd.connections, len(people)))

    def _spent(self, service: Service) -> tuple[float, float, float]:
        database = processor_time(self._fleet.server.process)
        return processor_time(service.process), database, time.process_time()


def _rate(samples: Sequence[Sample]) -> float:
    return STEADY * median(map(a_second, samples))


def _line(pair: Pair, sample: Sample) -> str:
    core = sample.answers / sample.service if sample.service else 0
    parts = f"service {sample.service / sample.elapsed:4.0%}, load {sample.load / sample.elapsed:4.0%}"
    rest = f"PostgreSQL {sample.database / sample.elapsed:4.0%}"
    found = f"{core:8,.0f} a second and busy core ({parts}, {rest})"
    return f"  {pair.operation:40} {pair.side.name:30} {found}{_errors(sample.errors)}"


def _errors(found: object) -> str:
    return f"  ERRORS {dict(found)}" if found else ""  # type: ignore[call-overload]
