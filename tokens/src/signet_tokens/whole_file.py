"""Writing a file of secrets: whole or not at all, and for those to read who could read it before."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_IMODE, S_IRWXO
from tempfile import NamedTemporaryFile
from typing import Final

from signet_tokens.errors import KeyChangeRefusedError

OWNER_ALONE: Final = 0o600


def replace_file(path: Path, text: str) -> None:
    """
    Let *text* be what *path* holds. Readers see the old file or the new one, also after a loss of power.

    A new file is for its owner alone. One that is there keeps its owner, its group, and what the group may do. Raises
    `KeyChangeRefusedError` where this user can't leave the owner as it is, and `OSError`.
    """
    with NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", delete=False, encoding="utf-8") as written:
        try:
            written.write(text)
            written.flush()
            _keep_owner(written.fileno(), path)
            os.fsync(written.fileno())
            Path(written.name).replace(path)
        except BaseException:
            Path(written.name).unlink(missing_ok=True)
            raise
    _sync(path.parent)


def _keep_owner(opened: int, path: Path) -> None:
    try:
        before = path.stat()
    except FileNotFoundError:
        os.fchmod(opened, OWNER_ALONE)
        return
    now = os.fstat(opened)
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        _give(opened, before, path)
    os.fchmod(opened, S_IMODE(before.st_mode) & ~S_IRWXO | OWNER_ALONE)


def _give(opened: int, before: os.stat_result, path: Path) -> None:
    try:
        os.fchown(opened, before.st_uid, before.st_gid)
    except PermissionError:
        # The service could not read a file of somebody else's.
        raise KeyChangeRefusedError(f"Run this as the owner of {path}, or as root.") from None


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
