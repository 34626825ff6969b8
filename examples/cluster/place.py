"""The folder of the cluster, and what is written into it."""

from __future__ import annotations

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
    """Who runs PostgreSQL and PgBouncer, where that isn't us."""

    def prepare(self) -> None:
        """Make the folder, or empty the one of an earlier cluster. Raises `UnusableFolderError`."""
        if self.folder.is_dir() and any(self.folder.iterdir()):
            if not (self.folder / MARK).is_file() or self.folder.stat().st_uid != os.geteuid():
                raise UnusableFolderError(f"{self.folder} has files that aren't of a cluster. Choose another folder.")
            shutil.rmtree(self.folder)
        self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.folder.chmod(0o711)
        (self.folder / MARK).touch(mode=0o600)
        if self.user is not None and (closed := self._closed()) is not None:
            raise UnusableFolderError(f"The user {self.user} can't enter {closed}. Choose another folder.")

    def of(self, name: str, user: str | None = None) -> Path:
        """The folder of the part *name*, which only *user* can read: us, where it is None."""
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
