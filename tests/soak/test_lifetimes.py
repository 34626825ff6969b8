"""The clients of the ordinary run, each with five and with twenty requests at once after each of twenty expiries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lifetimes.clients import CLIENTS
from tests.lifetimes.running import Stage, running
from tests.lifetimes.test_lifetimes import KINDS
from tests.soak.conftest import Report

LIFETIMES = 20


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """The project with all kinds of endpoints."""
    with running() as started:
        yield started


@pytest.mark.parametrize("crowd", [5, 20])
@pytest.mark.parametrize("client", CLIENTS)
def test_twenty_lifetimes(stage: Stage, report: Report, client: str, crowd: int) -> None:
    """All are answered, but those of a client that keeps the access token alone, where refresh tokens rotate."""
    crowds = [crowd] * LIFETIMES
    lives = CLIENTS[client](stage, KINDS, crowds)
    report(f"{client}, {crowd} at once: { {kind: sum(answered) for kind, answered in lives.items()} }")
    if client.endswith("as printed"):
        assert lives.pop("sessions") == [crowd, *[0] * (LIFETIMES - 1)]
    assert lives == dict.fromkeys(lives, crowds)
