"""What the service depends on fails while people are signed in: they are told so quickly, and stay signed in."""

from __future__ import annotations

from typing import Final

import pytest

from tests.service import postgresql_faults, sqlite_faults
from tests.service.faulty import Faulty
from tests.service.postgresql_faults import Place, place
from tests.service.sqlite_faults import on_small_disk

__all__ = ["on_small_disk", "place"]

SECONDS: Final = 3.0


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
