"""The folder of the cluster, and what is written into it."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MARK: Final = "signet-cluster"
"""The name of a file: only a folder with it is emptied."""


class UnusableFolderError(Exception):
    """The cluster can't have its files there."""


def usual_folder() -> Path:
    """Where the cluster is if nobody says otherwise: PostgreSQL's user can get to it, too."""
    return Path(tempfile.gettempdir(), f"signet-cluster-{os.geteuid()}")


@dataclass(frozen=True)
class Place:
    """A folder, which is empty at each start, with one folder for each part."""

    folder: Path
    user: str | None
    """The user that runs PostgreSQL and PgBouncer. None where that is ours."""

    def prepare(self) -> int:
        """
        Make the folder, or empty the one of an earlier cluster. Raises `UnusableFolderError`.

        The answer is a descriptor: until it is closed, or this process ends, nobody else gets the folder.
        """
        self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        mark = self.folder / MARK
        if (any(self.folder.iterdir()) and not mark.is_file()) or self.folder.stat().st_uid != os.geteuid():
            raise UnusableFolderError(
                f"{self.folder} has files that aren't of a cluster. Choose another one with --folder."
            )
        if (lock := _lock(mark)) is None:
            raise UnusableFolderError(
                f"A cluster runs in {self.folder}. Choose another folder with --folder, or stop it."
            )
        self.folder.chmod(0o711)
        for one in self.folder.iterdir():
            if one != mark:
                _remove(one)
        if self.user is not None and (closed := self._closed()) is not None:
            raise UnusableFolderError(f"The user {self.user} can't enter {closed}. Choose another one with --folder.")
        return lock

    def of(self, name: str, user: str | None = None) -> Path:
        """The folder of the part *name*, which only *user* can read, or ours where it is None."""
        folder = self.folder / name
        folder.mkdir(mode=0o700, exist_ok=True)
        self._give(folder, user)
        return folder

    def write(self, name: str, file: str, text: str, user: str | None = None) -> Path:
        """Write *text* into *file* of the part *name*. Only *user* can read it."""
        path = self.of(name, user) / file
        path.touch(mode=0o600)
        path.write_text(text)
        self._give(path, user)
        return path

    def log(self, name: str) -> Path:
        """Where the part *name* writes."""
        return self.folder / f"{name}.log"

    def environment(self) -> Mapping[str, str]:
        """The variables of a program that needs none."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(self.folder)}

    def _give(self, path: Path, user: str | None) -> None:
        if user is not None:
            known = pwd.getpwnam(user)
            os.chown(path, known.pw_uid, known.pw_gid)

    def _closed(self) -> Path | None:
        return next((one for one in self.folder.absolute().parents if not one.stat().st_mode & 0o001), None)


def _lock(file: Path) -> int | None:
    """A descriptor that locks *file*. None where somebody else has one."""
    lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
