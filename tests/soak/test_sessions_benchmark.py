"""The benchmark of sessions runs, and measures what it says: each operation once, with each package and database."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest

from tests.real_parts.needs import missing
from tests.repository.test_bench import PACKAGES, checked

Databases = dict[str, dict[str, Any]]

SERVERS = pytest.mark.parametrize("server", ["SQLite", "PostgreSQL", "MariaDB"])


@pytest.fixture(scope="module")
def databases() -> Databases:
    """What was counted with sessions, by database."""
    return Counted({one["server"]: one for one in checked("bench.sessions")})


class Counted(dict[str, dict[str, Any]]):
    """What was counted, by database. MariaDB may not be installed."""

    def __missing__(self, server: str) -> NoReturn:
        missing(f"{server} was not measured: apt-get install mariadb-server, and see CONTRIBUTING.md for its driver")


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
