"""A minute of sign-ins, refreshes and calls, at two processes of the service and two that verify; keys rotate twice."""

from __future__ import annotations

from pathlib import Path

from tests.rotation.rotating import rotate_under_load
from tests.soak.conftest import Report


def test_a_minute_with_two_rotations(tmp_path: Path, report: Report) -> None:
    """No request fails. Without the service, those that verify go on, and start again."""
    answers = rotate_under_load(tmp_path, speed=40, clients=6, rest=5)
    report(f"{dict(answers.counts)}, tokens of {len(answers.kids)} keys")
    assert answers.counts["call", 200] > 100
