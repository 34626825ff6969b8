"""Keys in a file: a JWK Set, one JWK, or one key in PEM form. Read again when it changes."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path
from stat import S_IRWXO, S_ISREG
from typing import Final

from signet_tokens.errors import KeyChangeRefusedError, KeyLoadError
from signet_tokens.file_lock import only_one
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import Change
from signet_tokens.ring_document import as_text, read_ring, written_ring
from signet_tokens.ring_key import RingKey
from signet_tokens.whole_file import replace_file

MAXIMUM_BYTES: Final = 1_048_576

Stamp = tuple[int, int, int]


class KeyFile:
    """The keys in the file at *path*; those without ``alg`` are for *algorithm*."""

    interval = 2.0

    def __init__(self, path: Path, algorithm: str) -> None:
        self.path = path
        self._algorithm = algorithm
        self._seen: tuple[Stamp, Sequence[RingKey]] | None = None

    def __repr__(self) -> str:
        return f"KeyFile({str(self.path)!r})"

    def read(self) -> Sequence[RingKey]:
        """The keys. The file is read only if it has changed. Raises `OSError` or `KeyLoadError`."""
        with open(self.path, "rb", opener=_opened_at_once) as file:
            # Of the open file: the path may lead to another one at any moment.
            status = os.fstat(file.fileno())
            if not S_ISREG(status.st_mode):
                raise KeyLoadError(f"{self.path} is no file.")
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            seen = self._seen
            if seen is None or seen[0] != stamp:
                self._seen = seen = stamp, self._parsed(file.read(MAXIMUM_BYTES + 1))
        return seen[1]

    def is_open_to_others(self) -> bool:
        """Whether every user of this machine may read or change the file. Raises `OSError`."""
        return os.name == "posix" and bool(self.path.stat().st_mode & S_IRWXO)

    def change(self, change: Change) -> Sequence[RingKey]:
        """
        Replace the keys by what *change* makes of them: at once, and a new file is for its owner alone to read.

        One process changes the file at a time. Another one waits for some seconds, and is refused then. Raises
        `OSError`, `KeyLoadError`, `KeyChangeRefusedError`, and what *change* raises.
        """
        # The file itself, where it is a link: beside the link, a new file would take the link's place.
        target = self.path.resolve()
        with only_one(target):
            keys = change(self._before(target))
            replace_file(target, as_text(written_ring(keys)))
        return keys

    def _before(self, target: Path) -> Sequence[RingKey]:
        if not target.exists():
            return []
        keys = self.read()
        if not _is_json(target.read_bytes()):
            raise KeyChangeRefusedError(f"{self.path} has room for one key, as it is in PEM form. Use a JWK Set.")
        return keys

    def _parsed(self, data: bytes) -> Sequence[RingKey]:
        if len(data) > MAXIMUM_BYTES:
            raise KeyLoadError(f"{self.path} is too large for a file of keys.")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise KeyLoadError(f"{self.path} is no text in UTF-8.") from None
        try:
            if _is_json(data):
                return read_ring(text, self._algorithm)
            return [RingKey(SigningKey.load(text, self._algorithm))]
        except KeyLoadError as error:
            raise KeyLoadError(f"{self.path}: {error}") from None


def _opened_at_once(path: str, flags: int) -> int:
    # A pipe that nobody writes to must hold no request, and no start.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _is_json(data: bytes) -> bool:
    return data.removeprefix(BOM_UTF8).lstrip().startswith(b"{")
