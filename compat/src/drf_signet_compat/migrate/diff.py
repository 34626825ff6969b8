"""Changes as a unified diff, as ``git apply`` and ``patch -p1`` take it."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from typing import Final

from drf_signet_compat.migrate.plan import Change
from drf_signet_compat.migrate.sources import MARKS, read_plain

_ODD: Final = re.compile(rb'[\x00-\x1f"\\\x7f]')
_WIDE: Final = tuple(mark for mark, encoding in MARKS if encoding.startswith("utf-16"))


def lines(change: Change) -> Iterator[bytes]:
    """The diff of one file, each line with its end."""
    old, new = _shown(change.old), _shown(change.new)
    names = (_quoted(b"a/", change.path), _quoted(b"b/", change.path))
    for line in difflib.diff_bytes(difflib.unified_diff, _split(old), _split(new), *names):
        yield line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"


def _shown(data: bytes) -> bytes:
    """The bytes as they are, but for wide characters, which no terminal shows."""
    return read_plain(data).text.encode(errors="replace") if data.startswith(_WIDE) else data


def _split(data: bytes) -> list[bytes]:
    """Lines as diff tools count them: by line feeds alone."""
    parts = [part + b"\n" for part in data.split(b"\n")]
    last = parts.pop()[:-1]
    return [*parts, last] if last else parts


def _quoted(side: bytes, path: str) -> bytes:
    """The name of a file as git writes it: in quotes where a character would break the line."""
    name = side + os.fsencode(path)
    if not _ODD.search(name):
        return name + (b"\t" if b" " in name else b"")
    return b'"' + _ODD.sub(lambda found: b"\\%03o" % found.group()[0], name) + b'"'
