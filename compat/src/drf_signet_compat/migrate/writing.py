"""Changes made to the files: all of them, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from drf_signet_compat.migrate.plan import Change
from drf_signet_compat.migrate.project_files import is_inside


class NotWrittenError(Exception):
    """Nothing was changed. The message says why."""


def write(folder: Path, changes: Sequence[Change]) -> None:
    """Replace every file, or raise `NotWrittenError` and leave every file as it was."""
    ready: list[tuple[Path, Change]] = []
    done: list[Change] = []
    try:
        ready.extend((_prepared(folder, change), change) for change in changes)
        for new, change in ready:
            new.replace(folder / change.path)
            done.append(change)
    except BaseException as error:
        lost = [change.path for change in done if not _is_put_back(folder, change)]
        if lost:
            raise NotWrittenError(f"{error}; and these files are changed already: {', '.join(lost)}") from error
        if isinstance(error, OSError):
            raise NotWrittenError(f"{error.filename or folder}: {error.strerror or error}") from error
        raise
    finally:
        for new, _ in ready:
            new.unlink(missing_ok=True)


def _prepared(folder: Path, change: Change) -> Path:
    """A new file beside the old one, with the rights of that, still under another name."""
    target = folder / change.path
    if not is_inside(folder, change.path) or target.read_bytes() != change.old:
        raise NotWrittenError(f"{change.path} has changed in the meantime")
    if not os.access(target, os.W_OK):
        raise NotWrittenError(f"{change.path} may not be written")
    return _beside(target, change.new)


def _beside(target: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        shutil.copymode(target, new)
        with suppress(OSError, AttributeError):  # there are systems without owners
            status = target.stat()
            os.chown(new, status.st_uid, status.st_gid)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new


def _is_put_back(folder: Path, change: Change) -> bool:
    target = folder / change.path
    try:
        _beside(target, change.old).replace(target)
    except OSError:
        return False
    return True
