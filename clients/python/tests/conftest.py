"""What several modules of tests use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drf_signet_client import TokenManager
from service import PASSWORD, USERNAME, Service, running
from turning_clock import TurningClock


@pytest.fixture(scope="session")
def started() -> Iterator[Service]:
    """One service for all tests of this process."""
    with running() as service:
        yield service


@pytest.fixture
def service(started: Service) -> Service:
    """The service, as if nothing had happened."""
    started.reset()
    return started


@pytest.fixture
def clock() -> TurningClock:
    """Clocks that tests can turn."""
    return TurningClock()


@pytest.fixture
def manager(service: Service, clock: TurningClock) -> TokenManager:
    """One that is signed in."""
    manager = TokenManager(service.url, clock=clock)
    manager.login(username=USERNAME, password=PASSWORD)
    return manager


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a `TokenFile` is, in a folder that isn't there yet."""
    return tmp_path / "folder" / "tokens.json"
