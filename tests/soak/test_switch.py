"""Two processes of a Simple JWT project are replaced by ours while two hundred clients work."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from compat.tests.simplejwt.switch.conftest import empty_postgresql
from compat.tests.simplejwt.switch.rollout import KINDS, roll_out
from tests.races.databases import Database

__all__ = ["empty_postgresql"]

CROWD: Final = 200


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_signed_out(empty_postgresql: Database, tmp_path: Path, kind: str) -> None:
    """Neither with tokens that rotate nor with others."""
    roll_out(empty_postgresql, tmp_path, KINDS[kind], CROWD)
