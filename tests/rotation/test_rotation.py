"""Two rotations within seconds. The long form is ``tests/soak/test_rotation.py``."""

from __future__ import annotations

from pathlib import Path

from tests.rotation.rotating import rotate_under_load


def test_keys_rotate_and_nobody_fails(tmp_path: Path) -> None:
    """Sign-ins, refreshes and calls go on, while three keys sign one after the other."""
    answers = rotate_under_load(tmp_path, speed=600, clients=2, rest=0.3)
    assert {what for what, status in answers.counts} == {"sign-in", "refresh", "call"}
