"""Tokens in a file that several processes may share."""

from __future__ import annotations

import logging
import os
import stat
import tempfile
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Final

from drf_signet_client.errors import TokenFileError
from drf_signet_client.file_lock import locked
from drf_signet_client.tokens import Tokens

logger = logging.getLogger(__name__)

LOCK_TIMEOUT: Final = 10.0
"""Seconds; as long as one who holds the lock may wait for the server."""

MAXIMUM_BYTES: Final = 262_144
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class TokenFile:
    """
    The file at *path*, which nobody else can read. There is none while nobody is signed in.

    It's replaced as a whole, so it is never half written. One that is broken all the same counts as that of nobody. One
    that others can read or write raises `TokenFileError`: they may have the tokens already. `FILE.lock` beside it stays
    there and is empty.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).expanduser().absolute()
        self._lock_path = self._path.with_name(f"{self._path.name}.lock")

    def load(self) -> Tokens | None:
        """What is in the file."""
        try:
            with self._path.open("rb") as file:
                _check_private(self._path, os.fstat(file.fileno()))
                content = file.read(MAXIMUM_BYTES)
        except FileNotFoundError:
            return None
        with suppress(ValueError):
            return Tokens.from_json(content)
        logger.warning("The file of tokens is broken: nobody is signed in.")
        return None

    def save(self, tokens: Tokens | None) -> None:
        """Write *tokens*, or remove the file."""
        if tokens is None:
            self._path.unlink(missing_ok=True)
            return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Under a name of its own, and from the beginning for the owner only.
        descriptor, name = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=self._path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(tokens.to_json())
                file.flush()
                # Or a power failure could leave the new name with nothing in it.
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def alone(self) -> AbstractContextManager[None]:
        """While another process refreshes, wait for it."""
        return locked(self._lock_path, LOCK_TIMEOUT)


def _check_private(path: Path, status: os.stat_result) -> None:
    if os.name != "posix":
        return
    if status.st_uid != os.geteuid() or status.st_mode & OTHERS:
        raise TokenFileError(text=f"Others can read or write {path}. Delete it, and sign in again.")
