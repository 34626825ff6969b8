"""The SQLite file is locked or gone, or its disk is full, under the running service."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from tests.real_parts.needs import missing
from tests.service.faulty import (
    Faulty,
    ask_for,
    assert_bearable,
    assert_well_again,
    everything,
    questions,
    serving,
)
from tests.service.http import call

DISK: Final = 8
"""MiB."""


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of its own, which only the superuser can make."""
    with TemporaryDirectory(prefix="signet-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", folder]
        if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
            missing("only the superuser can make a small file system")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture(scope="module")
def on_small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    """The service on a small disk."""
    with (
        small_disk() as disk,
        serving(tmp_path_factory.mktemp("faults"), {"DATABASE_URL": f"sqlite:///{disk / 'signet.sqlite3'}"}) as started,
    ):
        yield started


def file_of(running: Faulty) -> Path:
    """The database."""
    return Path(running.variables["DATABASE_URL"].removeprefix("sqlite:///"))


def locked(running: Faulty) -> Callable[[], object]:
    """Another program writes, and doesn't finish."""
    holder = sqlite3.connect(file_of(running), isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    return holder.close


def full(running: Faulty) -> Callable[[], object]:
    """Something else fills the disk."""
    filler = file_of(running).with_name("filler")
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4_096)
        except OSError:
            pass
    return filler.unlink


def gone(running: Faulty) -> Callable[[], object]:
    """Somebody moves the file away."""
    file = file_of(running)
    away = file.with_name("away.sqlite3")
    file.rename(away)
    return lambda: away.rename(file)


def replaced(running: Faulty) -> Callable[[], object]:
    """Somebody puts an empty one in its place, as a restore does that has just begun."""
    bring_back = gone(running)
    file_of(running).touch()
    return bring_back


FAULTS: Final = {
    "locked": (locked, "session_busy", "busy"),
    # Where the file beside the database finds no room, SQLite says no more than that it can't be opened.
    "full": (full, None, "full"),
    "gone": (gone, "database_unavailable", "unavailable"),
    "replaced": (replaced, "database_not_migrated", "not migrated"),
}


def suffer(running: Faulty, fault: str, seconds: float) -> None:
    """It fails for *seconds*: no 500, nothing slow, few lines in the log, and nobody signed out."""
    fail, code, word = FAULTS[fault]
    asked, before = questions(running), running.lines()
    with ExitStack() as after:
        after.callback(fail(running))
        heard = ask_for(seconds, running, asked)
        ready = call(running.service, "GET", "/readyz")
        assert call(running.service, "GET", "/healthz").status == 200
    assert_bearable(heard, away=code)
    assert (ready.status, ready.body["database"]) == (503, word), everything(ready)
    assert_well_again(running, before)
    with closing(sqlite3.connect(file_of(running))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
