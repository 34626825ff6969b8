"""The master of the service killed twenty times in a storm of sign-ups and sign-outs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.killed_master import Start, attack_and_check, demonstrated, served
from tests.soak.conftest import Report

ROUNDS = 20


@pytest.mark.parametrize("start", [served, demonstrated])
def test_killed_masters_cost_no_data(start: Start, tmp_path: Path, report: Report) -> None:
    """Each time, SQLite finds its file whole, and the service starts again."""
    place = start(tmp_path)
    for number in range(1, ROUNDS + 1):
        attack_and_check(place)
        report(f"{place.words[0]}: {number} of {ROUNDS}")
