"""What this process does at the moment. Looking costs requests nothing, so it is done now and then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from drf_signet.circuit_breaker import Circuit
from signet_server.hashing import Places
from signet_server.http_server.bounds import THREADS
from signet_server.metrics.figures import Figures


class Busy(Protocol):
    """How many requests have a thread, and how many wait for one."""

    busy: int
    waiting: int


class Sampler:
    """Looks at the parts of this process, and writes down what it sees in *figures*."""

    def __init__(self, figures: Figures, circuits: Mapping[str, Circuit], places: Places) -> None:
        self._figures = figures
        self._circuits = circuits
        self._places = places
        self._failures = dict.fromkeys(circuits, 0)

    def look(self, threads: Busy, connections: int) -> None:
        """Look once."""
        figures = self._figures
        figures.processes.set(1)
        figures.threads.set(THREADS)
        figures.busy.set(threads.busy)
        figures.waiting.set(threads.waiting)
        figures.connections.set(connections)
        figures.hashing.set(self._places.busy)
        figures.hashing_waiting.set(self._places.waiting)
        for part, circuit in self._circuits.items():
            figures.circuit_open.labels(part).set(circuit.is_open)
            failures = circuit.failures
            figures.failures.labels(part).inc(failures - self._failures[part])
            self._failures[part] = failures
