"""Under load, two processes of a Simple JWT project are replaced by ours one by one, and nobody is signed out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from compat.tests.simplejwt.switch.rollout import KINDS, roll_out
from tests.races.databases import Database

CROWD: Final = 16


def test_nobody_is_signed_out(empty_postgresql: Database, tmp_path: Path) -> None:
    """With tokens that rotate. `make soak` has the others, and many times as many clients."""
    roll_out(empty_postgresql, tmp_path, KINDS["rotating"], CROWD)
