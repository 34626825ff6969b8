"""What the service depends on fails for as long as operators take to notice."""

from __future__ import annotations

from typing import Final

import pytest

from tests.service import mariadb_faults, postgresql_faults, sqlite_faults
from tests.service.faulty import Faulty
from tests.service.mariadb_faults import MariadbPlace, mariadb_place
from tests.service.postgresql_faults import Place, place
from tests.service.sqlite_faults import on_small_disk

__all__ = ["mariadb_place", "on_small_disk", "place"]

SECONDS: Final = 10.0
ROUNDS: Final = 3
LONG: Final = 60.0


@pytest.mark.parametrize("fault", postgresql_faults.FAULTS)
def test_postgresql_fails_again_and_again(place: Place, fault: str) -> None:
    """Ten seconds each, in which the log may grow by two hundred lines."""
    for _ in range(ROUNDS):
        postgresql_faults.suffer(place, fault, SECONDS)


@pytest.mark.parametrize("fault", mariadb_faults.FAULTS)
def test_mariadb_fails_again_and_again(mariadb_place: MariadbPlace, fault: str) -> None:
    """The same: killed, frozen, exhausted, read-only, locked."""
    for _ in range(ROUNDS):
        mariadb_faults.suffer(mariadb_place, fault, SECONDS)


def test_redis_fails_again_and_again(place: Place) -> None:
    """The same."""
    for _ in range(ROUNDS):
        postgresql_faults.suffer_without_cache(place, SECONDS)


@pytest.mark.parametrize("fault", sqlite_faults.FAULTS)
def test_sqlite_fails_again_and_again(on_small_disk: Faulty, fault: str) -> None:
    """The same."""
    for _ in range(ROUNDS):
        sqlite_faults.suffer(on_small_disk, fault, SECONDS)


@pytest.mark.parametrize("fault", ["frozen", "locked"])
def test_postgresql_fails_for_a_minute(place: Place, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing piles up."""
    monkeypatch.setattr("tests.service.faulty.LINES", 1_200)
    postgresql_faults.suffer(place, fault, LONG)


def test_sqlite_is_locked_for_a_minute(on_small_disk: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing piles up."""
    monkeypatch.setattr("tests.service.faulty.LINES", 1_200)
    sqlite_faults.suffer(on_small_disk, "locked", LONG)
