"""Keys in a file: a JWK Set, one JWK, or one key in PEM form. Read again when it changes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from signet_tokens.errors import KeyChangeRefusedError, KeyLoadError
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import Change
from signet_tokens.ring_document import as_text, read_ring, written_ring
from signet_tokens.ring_key import RingKey

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
        """The keys. The file is opened only if it has changed. Raises `OSError` or `KeyLoadError`."""
        status = self.path.stat()
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if self._seen is None or self._seen[0] != stamp:
            if status.st_size > MAXIMUM_BYTES:
                raise KeyLoadError(f"{self.path} is too large for a file of keys.")
            self._seen = stamp, self._parsed(self.path.read_text(encoding="utf-8-sig"))
        return self._seen[1]

    def change(self, change: Change) -> Sequence[RingKey]:
        """
        Replace the keys by what *change* makes of them: at once, for nobody but the owner to read.

        One process changes the file at a time: to another, it is refused. Raises `OSError`, `KeyLoadError`,
        `KeyChangeRefusedError`, and what *change* raises.
        """
        with self._locked():
            keys = change(self.read() if self.path.exists() else [])
            self._write(as_text(written_ring(keys)))
        return keys

    def _parsed(self, text: str) -> Sequence[RingKey]:
        if text.lstrip().startswith("{"):
            return read_ring(text, self._algorithm)
        return [RingKey(SigningKey.load(text, self._algorithm))]

    def _write(self, text: str) -> None:
        with NamedTemporaryFile("w", dir=self.path.parent, prefix=f".{self.path.name}.", delete=False) as written:
            try:
                written.write(text)
                written.flush()
                os.fsync(written.fileno())
                Path(written.name).replace(self.path)
            except BaseException:
                Path(written.name).unlink(missing_ok=True)
                raise

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = self.path.with_name(f"{self.path.name}.lock")
        try:
            lock.touch(exist_ok=False)
        except FileExistsError:
            raise KeyChangeRefusedError(f"Somebody else changes the keys. If nobody does, delete {lock}.") from None
        try:
            yield
        finally:
            lock.unlink()
