"""What the service depends on fails while people are signed in: they are told so quickly, and stay signed in."""

from __future__ import annotations

from typing import Final

import pytest

from tests.service import mariadb_faults, postgresql_faults, sqlite_faults
from tests.service.faulty import Faulty, signet
from tests.service.mariadb_faults import MariadbPlace, mariadb_place
from tests.service.postgresql_faults import Place, place
from tests.service.sqlite_faults import on_small_disk

__all__ = ["mariadb_place", "on_small_disk", "place"]

SECONDS: Final = 3.0
SESSIONS: Final = "ALTER TABLE signet.signet_sessions_session CONVERT TO CHARACTER SET"


@pytest.mark.parametrize("fault", postgresql_faults.FAULTS)
def test_postgresql_fails_and_comes_back(place: Place, fault: str) -> None:
    """Killed, frozen, exhausted, read-only, locked."""
    postgresql_faults.suffer(place, fault, SECONDS)


def test_redis_fails_and_comes_back(place: Place) -> None:
    """It accepts connections, and says nothing."""
    postgresql_faults.suffer_without_cache(place, SECONDS)


@pytest.mark.parametrize("fault", sqlite_faults.FAULTS)
def test_sqlite_fails_and_comes_back(on_small_disk: Faulty, fault: str) -> None:
    """Locked, full, gone."""
    sqlite_faults.suffer(on_small_disk, fault, SECONDS)


@pytest.mark.parametrize("fault", ["frozen", "locked"])
def test_mariadb_fails_and_comes_back(mariadb_place: MariadbPlace, fault: str) -> None:
    """The two in which the service has to count the seconds itself; the others are among the long tests."""
    mariadb_faults.suffer(mariadb_place, fault, SECONDS)


def test_tables_of_few_characters_are_said_before_the_first_request(mariadb_place: MariadbPlace) -> None:
    """By the doctor, and by `signet serve`, which asks the same checks."""
    mariadb_faults.run(mariadb_place.data, f"{SESSIONS} utf8mb3")
    try:
        said = signet("doctor", variables=mariadb_place.running.variables)
    finally:
        mariadb_faults.run(mariadb_place.data, f"{SESSIONS} utf8mb4")
    assert "database   mysql localhost signet" in said.stdout
    assert "signet.W062: The table signet_sessions_session uses the character set utf8mb3" in said.stdout
    assert said.returncode == 1
