"""What to scale first: read from where the processor time goes."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Final

from bench.markdown import table
from bench.served import figures
from bench.served.operations import Operation
from bench.served.results import Results
from bench.served.sides import signet

OURS: Final = signet.SIDE.slug


def advice(results: Results) -> Iterator[str]:
    """The section of the page."""
    lines = list(_lines(results))
    if not lines:
        return
    yield from ("## What to scale first", "")
    yield "Processor time of one answer of Signet, and how many busy cores of the service keep one core of PostgreSQL"
    yield "busy. Up to that many, add processes or machines for the service. Beyond it, PostgreSQL needs more cores.\n"
    head = ("", "Service, ms", "PostgreSQL, ms", "Cores of the service for one of PostgreSQL")
    yield from (*table(head, lines), "")


def _lines(results: Results) -> Iterator[tuple[str, ...]]:
    for operation in Operation:
        cell = results.cell(OURS, operation)
        if cell is None:
            continue
        pairs = [figures.milliseconds(one) for one in cell.samples]
        service, database = (median(values) for values in zip(*pairs, strict=True))
        cores = f"{service / database:.1f}" if database > NOTHING else "PostgreSQL has nothing to do"
        yield operation.value, f"{service:.2f}", f"{database:.2f}", cores


NOTHING: Final = 0.02
"""Milliseconds: what other work of PostgreSQL may take in the meantime."""
