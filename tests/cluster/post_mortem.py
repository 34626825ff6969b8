"""What a cluster that doesn't come back says of itself, while its logs are still there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from examples.cluster.part import Part
from examples.cluster.table import table
from examples.cluster.whole import Cluster

LINES: Final = 40
"""Of each log, the last ones."""


def report_on(cluster: Cluster) -> str:
    """The state of each part, how each database sees the others, and the end of each log."""
    return "\n".join((table(cluster.parts), *_seen_by_databases(cluster), *map(_end_of_log, cluster.parts)))


def _seen_by_databases(cluster: Cluster) -> Iterator[str]:
    for one in cluster.databases:
        seen = ", ".join(f"{each['name']} {each['role']} {each.get('state')}" for each in one.members())
        yield f"{one.name} sees: {seen or 'nothing'}"


def _end_of_log(part: Part) -> str:
    lines = part.log.read_text(errors="replace").splitlines()
    return "\n".join((f"== {part.log} ==", *lines[-LINES:]))
