"""The figures of a run, which are kept in a file of JSON and read by the page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.served.database import Statement


@dataclass(frozen=True)
class Sample:
    """One side at one operation for some seconds: right answers, errors by cause, and seconds of the processor."""

    answers: int
    errors: Mapping[str, int]
    elapsed: float
    service: float
    database: float
    load: float


@dataclass(frozen=True)
class Paced:
    """The same at a steady rate, a second: the latencies in seconds, from when a request was due to its answer."""

    rate: float
    answers: int
    errors: Mapping[str, int]
    p50: float
    p95: float
    p99: float
    statements: Sequence[Statement]


@dataclass(frozen=True)
class Cell:
    """One side at one operation: a sample for each round, and the steady rate."""

    side: str
    operation: str
    samples: Sequence[Sample]
    paced: Paced


@dataclass(frozen=True)
class Peer:
    """A side as the page describes it."""

    slug: str
    name: str
    server: str
    versions: Mapping[str, str]
    differences: Mapping[str, str]
    missing: Mapping[str, str]


@dataclass(frozen=True)
class Results:
    """A whole run."""

    machine: str
    postgresql: str
    conditions: str
    runtimes: Mapping[str, str]
    seconds: float
    rounds: int
    connections: int
    people: int
    sides: Sequence[Peer]
    cells: Sequence[Cell]

    def cell(self, side: str, operation: str) -> Cell | None:
        """That of *side* at *operation*, if it was measured."""
        return next((one for one in self.cells if (one.side, one.operation) == (side, operation)), None)


def save(results: Results, path: Path) -> None:
    """Write them into *path*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(results), indent=1), encoding="utf-8")


def load(path: Path) -> Results:
    """Those in *path*."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    cells = [_cell(one) for one in found.pop("cells")]
    sides = [Peer(**one) for one in found.pop("sides")]
    return Results(cells=cells, sides=sides, **found)


def _cell(found: dict[str, Any]) -> Cell:
    paced = found["paced"]
    statements = [Statement(*one) for one in paced.pop("statements")]
    samples = [Sample(**one) for one in found["samples"]]
    return Cell(found["side"], found["operation"], samples, Paced(statements=statements, **paced))
