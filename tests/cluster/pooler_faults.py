"""What happens to PgBouncer and HAProxy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tests.cluster.fault import Fault
from tests.cluster.stage import Stage

AFTER: Final = 2.0
"""Seconds: a process of the service that found nobody asks again after one."""


@contextmanager
def restarted(stage: Stage) -> Iterator[None]:
    """PgBouncer ends as an operator ends it, and starts again."""
    stage.cluster.pgbouncer.stop()
    stage.cluster.pgbouncer.start()
    yield


@contextmanager
def killed(stage: Stage) -> Iterator[None]:
    """It is gone, for a while."""
    stage.cluster.pgbouncer.kill()
    yield
    stage.cluster.pgbouncer.start()


@contextmanager
def frozen(stage: Stage) -> Iterator[None]:
    """It accepts connections, and says nothing."""
    stage.cluster.pgbouncer.freeze()
    try:
        yield
    finally:
        stage.cluster.pgbouncer.thaw()


@contextmanager
def reloaded(stage: Stage) -> Iterator[None]:
    """HAProxy reads its settings again: a new process takes over, and the former one ends what it has begun."""
    stage.cluster.proxy.reload()
    yield


FAULTS: Final = (
    Fault("PgBouncer restarted", restarted, AFTER),
    Fault("PgBouncer killed", killed, AFTER),
    Fault("PgBouncer frozen", frozen, AFTER),
    Fault("HAProxy reloaded", reloaded, AFTER),
)
