"""What happens to a node: it is killed, stands still, ends as it should, or is replaced by another version."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from examples.cluster.nodes import Node
from tests.cluster.fault import Fault
from tests.cluster.stage import CLOCK, PATIENCE, Stage

MIGRATE: Final = """
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
with connection.cursor() as cursor:
    # What a migration does, where this version brings none.
    cursor.execute("ALTER TABLE signet_sessions_session ADD COLUMN IF NOT EXISTS of_tomorrow integer NULL")
"""
"""Before the nodes are replaced: the version before has to serve with these tables."""

ROTATE: Final = """
from contextlib import suppress
from django.core.management import CommandError, call_command
with suppress(CommandError):
    call_command("keys", "rotate", emergency=True)
"""
"""
Afterwards, where a key waits for it. An emergency, as others would be given a quarter of an hour to fetch the key:
here, `Stage.under_load` published it before they began.
"""

AFTER: Final = 4.0
"""Seconds until HAProxy sends requests to it again, or no more: it looks once a second, and believes the third time."""


@contextmanager
def killed(stage: Stage) -> Iterator[None]:
    """Its requests are lost."""
    node = stage.cluster.nodes[0]
    node.kill()
    yield
    start(node)


@contextmanager
def frozen(stage: Stage) -> Iterator[None]:
    """It accepts requests, and answers none."""
    node = stage.cluster.nodes[1]
    node.freeze()
    try:
        yield
    finally:
        node.thaw()


@contextmanager
def stopped(stage: Stage) -> Iterator[None]:
    """An operator restarts it."""
    node = stage.cluster.nodes[2]
    node.stop()
    yield
    start(node)


@contextmanager
def upgraded(stage: Stage) -> Iterator[None]:
    """All nodes are replaced, one by one, while tables change and another key begins to sign; or there and back."""
    roll(stage, "" if is_old(stage) else stage.old_sources)
    yield
    if is_old(stage):
        roll(stage, "")


def roll(stage: Stage, sources: str) -> None:
    """Have each node run the version in *sources*, a PYTHONPATH. Where it is empty, they run the installed one."""
    run(stage, sources, MIGRATE)
    for node in stage.cluster.nodes:
        node.stop()
        node.environment = in_version(node.environment, sources)
        start(node)
    run(stage, sources, ROTATE)


def run(stage: Stage, sources: str, code: str) -> None:
    """Run *code* as the version in *sources* does."""
    first = stage.cluster.nodes[0]
    before, first.environment = first.environment, in_version(first.environment, sources)
    try:
        stage.cluster.signet("manage", "shell", "--verbosity", "0", "--command", code)
    finally:
        first.environment = before


def in_version(environment: Mapping[str, str], sources: str) -> Mapping[str, str]:
    """*environment* with the version in *sources*. A clock of its own has a module beside it."""
    rest = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    clock = str(Path(rest[CLOCK]).parent) if CLOCK in rest else ""
    path = os.pathsep.join(filter(None, (sources, clock)))
    return {**rest, "PYTHONPATH": path} if path else rest


def is_old(stage: Stage) -> bool:
    """Whether the nodes run the version before this one."""
    return "PYTHONPATH" in stage.cluster.nodes[0].environment


def start(node: Node) -> None:
    """Start *node*, and return when it is ready."""
    node.start()
    node.wait_until_ready(PATIENCE)


UPGRADE: Final = Fault("rolling upgrade", upgraded, AFTER)
FAULTS: Final = (
    Fault("node killed", killed, AFTER, breaks_connections=True),
    Fault("node frozen", frozen, AFTER, long=12),
    Fault("node stopped", stopped, AFTER, is_unseen=True),
)
