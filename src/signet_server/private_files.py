"""What the service writes is for its own user alone: the database holds addresses and hashes of passwords."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

OTHERS: Final = stat.S_IRWXO
NOBODY_ELSE: Final = 0o077


def write_for_nobody_else() -> None:
    """Let every file that this process and its children make be for their user alone."""
    os.umask(NOBODY_ELSE)


def close_to_others(database: Mapping[str, Any]) -> None:
    """Close the file of a SQLite *database* that an earlier version left open to everybody; a group may keep it."""
    file = Path(str(database["NAME"]))
    if not database["ENGINE"].endswith(".sqlite3") or not file.is_file():
        return
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & OTHERS:
        with suppress(PermissionError):
            file.chmod(mode & ~OTHERS)
