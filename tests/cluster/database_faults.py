"""What happens to PostgreSQL, its replicas, and what elects the primary."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from urllib.request import Request, urlopen

import psycopg

from examples.cluster.databases import NAME, TIMES, Database
from tests.cluster.fault import Fault
from tests.cluster.stage import PATIENCE, Stage, wait_until

FAILOVER: Final = TIMES["ttl"] + 2 * TIMES["loop_wait"]
"""Seconds that Patroni needs at the most: the key of the primary expires, and the others look for it."""

AFTER: Final = 2.0
"""Seconds until HAProxy and PgBouncer have found the new primary: each looks once a second."""


@contextmanager
def killed(stage: Stage) -> Iterator[None]:
    """The machine of the primary is gone. Another one takes over, and the former one follows it when it is back."""
    former = stage.cluster.primary()
    former.kill()
    yield
    wait_for_another(stage, former)


@contextmanager
def frozen(stage: Stage) -> Iterator[None]:
    """It stands still, with all its connections, until after another one has taken over; then it goes on."""
    former = stage.cluster.primary()
    former.freeze()
    yield
    wait_for_another(stage, former)
    former.thaw()


@contextmanager
def stalled(stage: Stage) -> Iterator[None]:
    """It stands still for less time than anybody needs to see it."""
    former = stage.cluster.primary()
    former.freeze()
    try:
        yield
    finally:
        former.thaw()


@contextmanager
def switched(stage: Stage) -> Iterator[None]:
    """An operator asks Patroni for another primary."""
    former = stage.cluster.primary()
    words = {"leader": former.name, "candidate": synchronous(stage).name}
    url = f"http://127.0.0.1:{former.rest_port}/switchover"
    with urlopen(Request(url, json.dumps(words).encode()), timeout=PATIENCE):  # ours
        pass
    yield
    wait_for_another(stage, former)


@contextmanager
def without_synchronous_replica(stage: Stage) -> Iterator[None]:
    """The replica that commits wait for stands still, until Patroni chooses another one, or it goes on."""
    replica = synchronous(stage)
    replica.freeze()
    try:
        yield
    finally:
        replica.thaw()


@contextmanager
def without_other_replica(stage: Stage) -> Iterator[None]:
    """The one that nothing waits for stands still."""
    (replica,) = [one for one in replicas(stage) if one is not synchronous(stage)]
    replica.freeze()
    try:
        yield
    finally:
        replica.thaw()


@contextmanager
def behind(stage: Stage) -> Iterator[None]:
    """The replicas receive changes, and don't make them."""
    chosen = replicas(stage)
    try:
        for one in chosen:
            run(one, "SELECT pg_wal_replay_pause()")
        yield
    finally:
        for one in chosen:
            run(one, "SELECT pg_wal_replay_resume()")


@contextmanager
def killed_with_replicas_behind(stage: Stage) -> Iterator[None]:
    """The next primary has received all, and has a part of it still to do."""
    former = stage.cluster.primary()
    for one in replicas(stage):
        run(one, "SELECT pg_wal_replay_pause()")
    time.sleep(2)
    former.kill()
    yield
    wait_for_another(stage, former)
    for one in replicas(stage):
        run(one, "SELECT pg_wal_replay_resume()")


@contextmanager
def without_etcd(stage: Stage) -> Iterator[None]:
    """Nobody can say who is the primary."""
    stage.cluster.etcd.kill()
    yield
    stage.cluster.etcd.start()
    stage.cluster.primary()


@contextmanager
def exhausted(stage: Stage) -> Iterator[None]:
    """All connections are somebody else's."""
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{NAME}'"
    run(stage.cluster.primary(), f"ALTER ROLE {NAME} CONNECTION LIMIT 0", end)
    try:
        yield
    finally:
        run(stage.cluster.primary(), f"ALTER ROLE {NAME} CONNECTION LIMIT -1")


@contextmanager
def locked(stage: Stage) -> Iterator[None]:
    """Somebody changes the table, and doesn't finish: each statement about it hangs."""
    with psycopg.connect(stage.cluster.primary().superuser_url) as holder:
        holder.execute("LOCK TABLE signet_sessions_session IN ACCESS EXCLUSIVE MODE")
        yield
        holder.rollback()


def synchronous(stage: Stage) -> Database:
    """The replica that commits wait for."""
    found: list[str] = []

    def is_found() -> bool:
        members = stage.cluster.primary().members()
        found[:] = [str(one["name"]) for one in members if one["role"] == "sync_standby"]
        return bool(found)

    wait_until(is_found, "there is no synchronous replica", PATIENCE)
    return next(one for one in stage.cluster.databases if one.name == found[0])


def replicas(stage: Stage) -> Sequence[Database]:
    """The databases that run, but the primary."""
    primary = stage.cluster.primary()
    return [one for one in stage.cluster.databases if one is not primary and one.is_running and not one.is_frozen]


def wait_for_another(stage: Stage, former: Database) -> None:
    """Until another one than *former* is the primary."""
    rest = [one for one in stage.cluster.databases if one is not former]
    wait_until(lambda: any(one.is_primary() for one in rest), "no other one is the primary", PATIENCE)


def run(database: Database, *statements: str) -> None:
    """Send *statements* as the superuser."""
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        for one in statements:
            connection.execute(one.encode())


FAULTS: Final = (
    Fault("primary killed", killed, AFTER, forgets=True),
    Fault("primary killed, replicas behind", killed_with_replicas_behind, AFTER, short=None, forgets=True),
    Fault("primary frozen", frozen, AFTER, short=None, forgets=True),
    Fault("primary stalls", stalled, AFTER, long=3),
    Fault("switchover", switched, AFTER, is_planned=True),
    Fault("synchronous replica frozen", without_synchronous_replica, AFTER, long=12, keeps_refreshes=True),
    Fault("other replica frozen", without_other_replica, AFTER, short=1, is_unseen=True),
    Fault("replicas behind", behind, AFTER, short=1, is_unseen=True),
    Fault("etcd away", without_etcd, FAILOVER + AFTER, long=15, short=3, forgets=True),
    Fault("connections exhausted", exhausted, AFTER),
    Fault("table locked", locked, AFTER),
)
