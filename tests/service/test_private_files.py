"""The files of the service: for its own user alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from signet_server.private_files import close_to_others
from tests.service.conftest import running_demo


def mode_of(file: Path) -> int:
    """The permissions of *file*."""
    return stat.S_IMODE(file.stat().st_mode)


def test_the_demo_writes_for_nobody_else(tmp_path: Path) -> None:
    """Also in an existing folder that everybody may read."""
    folder = tmp_path / "demo"
    folder.mkdir(mode=0o755)
    with running_demo(folder, {}):
        files = [one for one in folder.iterdir() if one.is_file()]
        assert {one.name for one in files} >= {"demo.sqlite3", "keys.json"}
        assert {mode_of(one) for one in files} == {0o600}


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o640), (0o666, 0o660), (0o600, 0o600), (0o640, 0o640)])
def test_a_file_of_before_is_closed_to_others(tmp_path: Path, before: int, after: int) -> None:
    """A group that was let in stays in."""
    file = tmp_path / "signet.sqlite3"
    file.touch()
    file.chmod(before)
    close_to_others({"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)})
    assert mode_of(file) == after


def test_other_databases_have_no_file() -> None:
    """Nothing is done where there is none, or not yet."""
    close_to_others({"ENGINE": "django.db.backends.postgresql", "NAME": "/etc/hostname"})
    close_to_others({"ENGINE": "django.db.backends.sqlite3", "NAME": "/nowhere/signet.sqlite3"})
