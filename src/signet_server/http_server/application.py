"""
Django's answer to one request, taken out of the thread that made it: a client that reads slowly must not hold a thread.

A file is handed over open, and read while it is sent. Anything else fits into memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import FileIO
from typing import Any, Final
from wsgiref.util import FileWrapper

CHUNK: Final = 65_536

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Answer:
    """Status, headers and body."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    content: bytes = b""
    file: FileIO | None = None

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], None]:
        """``start_response`` of PEP 3333."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self._write

    @property
    def is_short(self) -> bool:
        """Whether the body is one piece."""
        return self.file is None and len(self.content) <= CHUNK

    def chunks(self) -> Iterator[bytes]:
        """The body, piece by piece."""
        if self.file is None:
            yield from (self.content[at : at + CHUNK] for at in range(0, len(self.content), CHUNK))
            return
        while piece := self.file.read(CHUNK):
            yield piece

    def close(self) -> None:
        """Close the file, if there is one."""
        if self.file is not None:
            self.file.close()

    def _write(self, data: bytes) -> None:
        self.content += data


def call(application: Application, environ: dict[str, Any]) -> Answer:
    """The answer of *application*. In the thread that calls it, everything is closed again but the file."""
    answer = Answer()
    pieces = application(environ, answer.start)
    try:
        answer.file = _opened_again(pieces)
        if answer.file is None:
            answer.content += b"".join(pieces)
    finally:
        if close := getattr(pieces, "close", None):
            close()
    return answer


def _opened_again(pieces: Iterable[bytes]) -> FileIO | None:
    """The same open file once more, where *pieces* are those of one, from where it stands."""
    source = pieces.filelike if isinstance(pieces, FileWrapper) else None
    try:
        descriptor = source.fileno()  # type: ignore[union-attr]  # what has none is no file
        at = source.tell()  # type: ignore[union-attr]
    except (AttributeError, OSError):
        return None
    file = FileIO(os.dup(descriptor))
    file.seek(at)
    return file
