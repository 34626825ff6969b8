"""Where in a text a node of its syntax tree stands."""

from __future__ import annotations

import re
from typing import Final

_NEWLINE: Final = re.compile(r"\r\n|\r|\n")


class Positions:
    """Translates lines and columns of `ast` (from 1; from 0, in bytes of UTF-8) into places in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in _NEWLINE.finditer(text))]

    def at(self, line: int, column: int) -> int:
        """The place of a column in a line."""
        start = self.line_start(line)
        head = self.text[start : start + column]
        # A character is one byte or more, so that the column is never further than its number says.
        return start + (column if head.isascii() else len(head.encode()[:column].decode(errors="ignore")))

    def line_start(self, line: int) -> int:
        """The place where a line starts; for one behind the last, where the text ends."""
        return self._starts[line - 1] if line <= len(self._starts) else len(self.text)

    def newline(self) -> str:
        """What ends the first line, and so the others, too."""
        found = _NEWLINE.search(self.text)
        return found.group() if found else "\n"
