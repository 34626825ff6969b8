"""
Memory that all processes of the service share: each writes its figures into a part of its own.

No file, so no disk that may be full, and nothing to clean up. A part has two halves: a process that is killed while it
writes one leaves the other as it was.
"""

from __future__ import annotations

import mmap
import struct
import time
import zlib
from collections.abc import Callable
from typing import Final

SIZE: Final = 524_288
"""Bytes of each half. Memory that nobody writes to takes no room."""

ACTIVE: Final = struct.Struct("<B")
HEAD: Final = struct.Struct("<II")
"""Length and checksum."""

CHANGES: Final = struct.Struct("<Q")
"""At the very beginning: odd while figures are moved from one part to another."""

START: Final = 64
PAGE: Final = 8 + 2 * SIZE

LOOKS: Final = 20
PAUSE: Final = 0.005
"""Seconds between two looks, while figures are moved from one part to another."""


class Board:
    """So many parts, by their numbers."""

    def __init__(self, parts: int) -> None:
        self._parts = parts
        self._memory = mmap.mmap(-1, START + parts * PAGE)

    def write(self, part: int, data: bytes) -> bool:
        """Put *data* into *part*, which nobody else writes to. False: there is no room for so much."""
        if len(data) > SIZE - HEAD.size:
            return False
        at = START + part * PAGE
        (active,) = ACTIVE.unpack_from(self._memory, at)
        half = self._half(part, 1 - active)
        self._memory[half + HEAD.size : half + HEAD.size + len(data)] = data
        HEAD.pack_into(self._memory, half, len(data), zlib.crc32(data))
        ACTIVE.pack_into(self._memory, at, 1 - active)
        return True

    def read(self, part: int) -> bytes:
        """What *part* says; nothing where nobody has written, or what is there is spoilt."""
        # One that is written again and again while we read is whole soon. Without it, sums would fall.
        return next((data for data in (self._look(part) for _ in range(LOOKS)) if data is not None), b"")

    def read_all(self) -> list[bytes]:
        """What all parts say, at a moment at which nothing is moved."""
        found: list[bytes] = []
        for _ in range(LOOKS):
            before = self._changes()
            found = [data for data in map(self.read, range(self._parts)) if data]
            if before % 2 == 0 and before == self._changes():
                return found
            time.sleep(PAUSE)
        return found

    def move(self, part: int, to: int, added: Callable[[bytes, bytes], bytes]) -> None:
        """Let *to* say what *added* makes of both parts, and *part* nothing, for readers at the same moment."""
        CHANGES.pack_into(self._memory, 0, self._changes() + 1)
        try:
            self.write(to, added(self.read(to), self.read(part)))
            self.write(part, b"")
        finally:
            CHANGES.pack_into(self._memory, 0, self._changes() + 1)

    def _look(self, part: int) -> bytes | None:
        (active,) = ACTIVE.unpack_from(self._memory, START + part * PAGE)
        half = self._half(part, active)
        length, checksum = HEAD.unpack_from(self._memory, half)
        data = self._memory[half + HEAD.size : half + HEAD.size + min(length, SIZE - HEAD.size)]
        return data if zlib.crc32(data) == checksum else None

    def _changes(self) -> int:
        changes: int = CHANGES.unpack_from(self._memory, 0)[0]
        return changes

    @staticmethod
    def _half(part: int, half: int) -> int:
        # The first eight bytes say which half counts.
        return START + part * PAGE + 8 + half * SIZE
