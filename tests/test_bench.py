"""The benchmark runs, and measures what it says: each operation once with each package, and nothing timed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.needs import missing

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = ("docs/benchmarks.md", "docs/benchmarks.svg", "docs/benchmarks-sessions.md", "docs/benchmarks-accounts.md")
# The private PostgreSQL server asks for it, and does without.
WARNINGS = ("-W", "error", "-W", "ignore:XDG_RUNTIME_DIR is not set")

PACKAGES = ("ours", "theirs")

Operations = list[dict[str, Any]]
Databases = dict[str, dict[str, Any]]

SERVERS = pytest.mark.parametrize("server", ["SQLite", "PostgreSQL", "MariaDB"])


def modified() -> list[int | None]:
    """When each file that the benchmark writes was last written."""
    return [(ROOT / name).stat().st_mtime_ns if (ROOT / name).exists() else None for name in WRITTEN]


def checked(module: str) -> list[dict[str, Any]]:
    """What ``--check`` prints, in a process of its own, as the benchmark is another Django project."""
    command = [sys.executable, *WARNINGS, "-m", module, "--check"]
    before = modified()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert modified() == before, "--check wrote a file"
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def operations() -> Operations:
    """What was counted in the core."""
    return checked("bench")


@pytest.fixture(scope="module")
def databases() -> Databases:
    """What was counted with sessions, by database."""
    return Counted({one["server"]: one for one in checked("bench.sessions")})


class Counted(dict[str, dict[str, Any]]):
    """What was counted, by database. MariaDB may not be installed."""

    def __missing__(self, server: str) -> NoReturn:
        missing(f"{server} was not measured: apt-get install mariadb-server, and see CONTRIBUTING.md for its driver")


def counts(operations: Operations) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation with each package, for a loop."""
    for one in operations:
        for package in PACKAGES:
            if one[package]:
                yield one["operation"], package, one[package]


def test_every_operation_succeeds_with_both_packages(operations: Operations) -> None:
    """A good token or password is accepted, with 200 where there is an answer."""
    assert operations
    assert [(name, package) for name, package, count in counts(operations) if not count["succeeded"]] == []


def test_all_but_the_open_views_are_compared(operations: Operations) -> None:
    """Both packages take part, except where there is no authentication."""
    alone = [one["operation"].rpartition(": ")[2] for one in operations if one["theirs"] is None]
    assert alone == ["no authentication"] * 2


def test_no_operation_makes_more_queries_than_simple_jwt(operations: Operations) -> None:
    """Where Simple JWT makes one query, we make one at most."""
    compared = [one for one in operations if one["theirs"] and one["is_like"]]
    more = [one["operation"] for one in compared if one["ours"]["queries"] > one["theirs"]["queries"]]
    assert more == []


def test_one_operation_is_shown_and_not_judged(operations: Operations) -> None:
    """At a sliding refresh, Simple JWT as released looks at no user. It is judged with the look added to it."""
    assert [one["operation"] for one in operations if not one["is_like"]] == ["Endpoints: sliding: refresh"]
    checked = [one for one in operations if one["operation"].endswith("user checked")]
    assert [one["theirs"]["queries"] for one in checked] == [1]


def test_simple_jwt_checks_each_presented_token(operations: Operations) -> None:
    """What is compared with is a signature on each request, seen before or not."""
    checked = {one["operation"]: one["theirs"]["signatures"] for one in operations if one["theirs"]}
    assert {name: number for name, number in checked.items() if number != (0 if "obtain" in name else 1)} == {}


def test_a_token_seen_before_is_remembered_and_a_new_one_is_not(operations: Operations) -> None:
    """Rows for tokens not seen before cost a signature, and rows for tokens seen before cost none."""
    assert [one["operation"] for one in operations if one["ours"]["signatures"] != int(one["is_new"])] == []
    assert {one["is_new"] for one in operations if "not seen before" in one["operation"]} == {True}
    assert {one["is_new"] for one in operations if "token seen before" in one["operation"]} == {False}


def test_the_last_login_rows_write_the_last_login(operations: Operations) -> None:
    """With the update on, a sign-in makes one query more with either package."""
    made = {(name, package): count["queries"] for name, package, count in counts(operations)}
    for name in ("obtain pair", "sliding: obtain"):
        for package in PACKAGES:
            extra = made[f"Endpoints, with last-login update: {name}", package] - made[f"Endpoints: {name}", package]
            assert extra == 1


def test_sessions_are_measured_on_each_database(databases: Databases) -> None:
    """SQLite, PostgreSQL, and MariaDB where it is installed."""
    assert list(databases)[:2] == ["SQLite", "PostgreSQL"]
    assert set(databases) <= {"SQLite", "PostgreSQL", "MariaDB"}


@SERVERS
def test_every_operation_on_sessions_succeeds_with_both_packages(databases: Databases, server: str) -> None:
    """Good tokens and passwords get 200 from both, forged and replayed ones 401. The list of sessions is ours alone."""
    rows = databases[server]["operations"]["rows"]
    alone = [row["name"] for row in rows if row["theirs"] is None]
    answers = {row["name"]: {row[package]["status"] for package in PACKAGES if row[package]} for row in rows}
    assert alone == ["list of sessions"]
    assert {name for name, statuses in answers.items() if statuses == {401}} == {
        "refresh, forged",
        "refresh, replayed",
        "refresh, replayed for the first time",
    }
    assert {name: statuses for name, statuses in answers.items() if statuses not in ({200}, {401})} == {}


@SERVERS
@pytest.mark.parametrize(
    ("operation", "statements"),
    [
        ("refresh", 2),
        ("refresh, forged", 0),
        ("request, no user loaded", 0),
        ("request, user loaded", 1),
    ],
)
def test_sessions_cost_these_statements(databases: Databases, server: str, operation: str, statements: int) -> None:
    """No transaction is begun for them, either."""
    (ours,) = [row["ours"] for row in databases[server]["operations"]["rows"] if row["name"] == operation]
    assert (ours["statements"], ours["transactions"]) == (statements, 0)


@SERVERS
def test_a_session_is_one_row_after_any_number_of_refreshes(databases: Databases, server: str) -> None:
    """Simple JWT, with rotation and blacklist on, adds two rows at each."""
    operations = databases[server]["operations"]
    sessions, refreshes = operations["sessions"], operations["refreshes"]
    rows = {one["package"]: one["rows"] for one in operations["storage"]}
    assert rows == {"Signet": [sessions, sessions], "Simple JWT": [sessions, sessions + 2 * refreshes]}


def test_postgresql_updates_a_session_in_place(databases: Databases) -> None:
    """Each refresh is one HOT update, which touches no index."""
    operations = databases["PostgreSQL"]["operations"]
    hot = {one["package"]: one["hot_updates"] for one in operations["storage"]}
    assert hot["Signet"] == [operations["refreshes"]] * 2


@SERVERS
def test_both_packages_refresh_in_growing_tables(databases: Databases, server: str) -> None:
    """In three sizes, and larger tables are larger; in MariaDB, by 16 KiB at a time."""
    growth = databases[server]["growth"]
    for package in ("Signet", "Simple JWT"):
        assert list(growth["times"][package]) == ["10", "20", "30"]
        sizes = list(growth["sizes"][package].values())
        assert 0 < sizes[0] < sizes[-1] + (server == "MariaDB")
