"""The clients of both languages at `signet serve`: nothing is found; and one whose promise is broken is found out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.history.checking import check
from tests.history.entry import ENDING, KINDS, REFRESH, Entry, read
from tests.history.loading import load
from tests.history.mutants import MUTANTS
from tests.history.recording import note
from tests.history.serving import served
from tests.races.databases import Database
from tests.real_parts import servers

RATE: Final = 60.0
MOVED: Final = ("generation", "previous_generation", "racing_from_generation", "rotated_at", "token_expires_at")
"""What the database may forget of a row."""

LONGEST: Final = 90.0
"""Seconds in which a busy machine has come to each kind of request."""


@contextmanager
def environment_on(database: str, folder: Path) -> Iterator[Mapping[str, str]]:
    """The variables of a service on *database*."""
    if database == "sqlite":
        yield {"DATABASE_URL": f"sqlite:///{folder / 'signet.sqlite3'}"}
        return
    with servers.private_folder() as data, servers.postgresql(data) as url:
        yield {"DATABASE_URL": url}


def seen_in(entries: list[Entry]) -> set[str]:
    """What a log has: kinds of requests by language, and what else a proof needs."""
    found = {f"{one.kind} {one.who[:2]}" for one in entries if one.is_answered}
    found |= {"lost" for one in entries if one.why in {"lost", "left"}} | {"spoiled" for one in entries if one.spoiled}
    races = Counter((one.session, one.presented) for one in entries if one.received is not None)
    found |= {f"race {one[:2]}" for one in ("py", "js")} if any(times > 1 for times in races.values()) else set()
    over = {one.session for one in entries if one.kind in ENDING and one.status == 204}
    return found | {f"{one.kind} after end" for one in entries if one.session in over and one.status == 401}


EXPECTED: Final = {
    *(f"{kind} py" for kind in KINDS),
    *(f"{kind} js" for kind in ("sign_in", "refresh", "call", "sign_out")),
    *("lost", "spoiled", "race py", "refresh after end", "call after end", "verify after end"),
}


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_nothing_is_found_where_all_is_well(tmp_path: Path, database: str) -> None:
    """And the log has something of each kind: a checker that saw nothing proves nothing."""
    log = tmp_path / "log.jsonl"
    with (
        environment_on(database, tmp_path) as variables,
        served(tmp_path, variables) as url,
        load(url, log, rate=RATE),
    ):
        until_seen(log, EXPECTED)
        roll_back(Database(variables["DATABASE_URL"]), log)
    assert not check(log), "\n".join(map(str, check(log)))
    assert seen_in(read(log)) >= EXPECTED


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_promise_is_found_by_its_name(tmp_path: Path, mutant: str) -> None:
    """In the service itself, as it runs."""
    log, name = tmp_path / "log.jsonl", MUTANTS[mutant][1]
    with (
        environment_on("sqlite", tmp_path) as variables,
        served(tmp_path, {**variables, "HISTORY_MUTANT": mutant}, "tests.history.mutant_service") as url,
        load(url, log, javascript=0, rate=RATE),
    ):
        end = time.monotonic() + LONGEST
        while name not in {one.name for one in check(log)} and time.monotonic() < end:
            time.sleep(1)
    assert name in {one.name for one in check(log)}


def roll_back(database: Database, log: Path) -> None:
    """The database forgets the refreshes of a moment, as in a failover, while clients go on."""
    with note(log, "the database forgets", forgets=True):
        database.run(f"CREATE TABLE remembered AS SELECT id, {', '.join(MOVED)} FROM signet_sessions_session")
        wait_for_refreshes(log, 12)
        columns = ", ".join(f"{one} = remembered.{one}" for one in MOVED)
        alive = "remembered.id = signet_sessions_session.id AND revoked_at IS NULL"
        database.run(f"UPDATE signet_sessions_session SET {columns} FROM remembered WHERE {alive}")
    wait_for_refreshes(log, 30)


def wait_for_refreshes(log: Path, number: int) -> None:
    """Until *number* more of them have succeeded."""
    before, end = refreshes_in(log), time.monotonic() + LONGEST
    while refreshes_in(log) < before + number and time.monotonic() < end:
        time.sleep(0.2)


def refreshes_in(log: Path) -> int:
    """How many have succeeded."""
    return sum(one.kind == REFRESH and one.status == 200 for one in read(log))


def until_seen(log: Path, expected: set[str]) -> None:
    """Wait until all of *expected* is in *log*."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if seen_in(read(log)) >= expected:
            return
        time.sleep(0.5)
