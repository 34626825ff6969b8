"""Two hundred slow connections beside forty honest clients, for a minute."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench.slow_connections import measure
from tests.service.killed_master import Start, demonstrated, served
from tests.soak.conftest import Report

SLOW, HONEST, SECONDS = 200, 40, 60
HEALTHZ = 1.0
"""Seconds in which the service has to say that it lives, on a machine with nothing else to do."""


@pytest.mark.parametrize("start", [served, demonstrated])
def test_slow_connections_hold_nobody_up(start: Start, tmp_path: Path, report: Report) -> None:
    """No honest client sees an error, and the slow ones are closed again and again."""
    place = start(tmp_path)
    with place.running() as service:
        assert service.wait_until_listening()
        seen = asyncio.run(measure("127.0.0.1", place.port, SLOW, HONEST, SECONDS, place.credentials))
    report(f"{place.words[0]}: {seen}")
    assert not seen.errors
    assert seen.closed > 2 * SLOW
    assert max(seen.healthz) < HEALTHZ
