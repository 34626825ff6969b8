"""The figures of several processes, added up: as bytes for the shared memory, and as what Prometheus is answered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric


class Totals:
    """By figure, and for each of its samples: the sum."""

    def __init__(self) -> None:
        self._figures: dict[str, tuple[str, str, dict[tuple[str, tuple[tuple[str, str], ...]], float]]] = {}

    def add(self, data: bytes) -> Totals:
        """Add what a process wrote."""
        for name, meaning, kind, samples in json.loads(data) if data else ():
            sums = self._figures.setdefault(name, (meaning, kind, {}))[2]
            for sample, labels, value in samples:
                key = sample, tuple((one, other) for one, other in labels)
                sums[key] = sums.get(key, 0.0) + value
        return self

    def without_present(self) -> Totals:
        """Without what a process that is gone does no more."""
        self._figures = {name: one for name, one in self._figures.items() if one[1] != "gauge"}
        return self

    def as_bytes(self) -> bytes:
        """As a process writes it."""
        found = [
            [name, meaning, kind, [[sample, labels, value] for (sample, labels), value in sums.items()]]
            for name, (meaning, kind, sums) in self._figures.items()
        ]
        return _written(found)

    def metrics(self) -> Iterable[Metric]:
        """As Prometheus' client has it."""
        for name, (meaning, kind, sums) in self._figures.items():
            metric = Metric(name, meaning, kind)
            for (sample, labels), value in sums.items():
                metric.add_sample(sample, dict(labels), value)
            yield metric


def of_process(registry: CollectorRegistry) -> bytes:
    """What this process writes about the figures in *registry*."""
    return _written(
        [
            [
                one.name,
                one.documentation,
                one.type,
                # When a process began to count says nothing about the sum.
                [[s.name, list(s.labels.items()), s.value] for s in one.samples if not s.name.endswith("_created")],
            ]
            for one in registry.collect()
        ]
    )


def of_all(written: Iterable[bytes]) -> Totals:
    """The sum of what processes have *written*."""
    totals = Totals()
    for data in written:
        totals.add(data)
    return totals


def _written(figures: list[Any]) -> bytes:
    return json.dumps(figures, separators=(",", ":")).encode()
