"""MariaDB fails under the running service, in several ways."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from tests.real_parts import mysql, servers
from tests.service.faulty import (
    Faulty,
    ask_for,
    assert_bearable,
    assert_well_again,
    everything,
    questions,
    serving,
    stand_still,
)
from tests.service.http import call


@dataclass
class MariadbPlace:
    """The running service, and the server that it depends on."""

    data: Path
    process: subprocess.Popen[bytes]
    running: Faulty = field(init=False)


Mend = Callable[[], object]


@pytest.fixture(scope="module")
def mariadb_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MariadbPlace]:
    """The service on MariaDB, as a user who may not write to a server that is read-only."""
    with servers.private_folder() as data:
        servers.install_mariadb(data)
        place = MariadbPlace(data, servers.start_mariadb(data))
        mysql.create(servers.url_of_mariadb(data), "signet")
        run(data, "CREATE USER signet@localhost", "GRANT ALL ON signet.* TO signet@localhost")
        try:
            with serving(tmp_path_factory.mktemp("faults"), {"DATABASE_URL": url_of(data)}) as place.running:
                yield place
        finally:
            place.process.kill()
            place.process.wait(timeout=60)


def url_of(data: Path) -> str:
    """The URL of the database of the service."""
    return f"mysql://signet@localhost/signet?unix_socket={data / 's'}"


def run(data: Path, *statements: str) -> Any:
    """Send *statements* as the administrator."""
    return mysql.run(servers.url_of_mariadb(data), *statements)


def killed(place: MariadbPlace) -> Mend:
    """The server ends at once."""
    place.process.kill()
    place.process.wait(timeout=60)

    def start_again() -> None:
        place.process = servers.start_mariadb(place.data)

    return start_again


def frozen(place: MariadbPlace) -> Mend:
    """It stands still; the kernel goes on to accept connections for it."""
    return stand_still([place.process.pid])


def exhausted(place: MariadbPlace) -> Mend:
    """The one connection that the user may have is somebody else's."""
    run(place.data, "ALTER USER signet@localhost WITH MAX_USER_CONNECTIONS 1")
    end = time.monotonic() + 10
    while time.monotonic() < end:
        own = run(place.data, "SELECT id FROM information_schema.processlist WHERE user = 'signet'")
        run(place.data, "SELECT 1", *(f"KILL {one}" for (one,) in own))
        with suppress(Exception):  # of a module that not every machine has
            holder = mysql.connect(url_of(place.data))
            break
    else:
        raise AssertionError("the service was faster each time")

    def mend() -> None:
        run(place.data, "ALTER USER signet@localhost WITH MAX_USER_CONNECTIONS 0")
        holder.close()

    return mend


def read_only(place: MariadbPlace) -> Mend:
    """As a replica is, from one moment to the next."""
    run(place.data, "SET GLOBAL read_only = ON")
    return lambda: run(place.data, "SET GLOBAL read_only = OFF")


def locked(place: MariadbPlace) -> Mend:
    """Somebody changes a table and doesn't finish."""
    holder = mysql.connect(servers.url_of_mariadb(place.data))
    holder.query("LOCK TABLES signet.signet_sessions_session WRITE")
    mend: Mend = holder.close
    return mend


FAULTS: Final = {
    "killed": (killed, "database_unavailable"),
    "frozen": (frozen, "database_unavailable"),
    "exhausted": (exhausted, "database_unavailable"),
    "read-only": (read_only, "database_read_only"),
    "locked": (locked, "session_busy"),
}


def suffer(place: MariadbPlace, fault: str, seconds: float) -> None:
    """MariaDB fails for *seconds*: no 500, nothing slow, few lines in the log, and nobody signed out."""
    fail, code = FAULTS[fault]
    running = place.running
    asked, before = questions(running), running.lines()
    with ExitStack() as after:
        after.callback(fail(place))
        heard = ask_for(seconds, running, asked)
        ready = call(running.service, "GET", "/readyz")
        assert call(running.service, "GET", "/healthz").status == 200
    assert_bearable(heard, away=code)
    assert (ready.status, ready.body["cache"]) == (200 if fault == "locked" else 503, "ok"), everything(ready)
    assert_well_again(running, before)
