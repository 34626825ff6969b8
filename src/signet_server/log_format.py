"""How a line of the log looks. Nothing that came from outside can begin a line of its own, or speak to a terminal."""

from __future__ import annotations

import logging
import re
from typing import Final

from signet_server.request_log import request_id

UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Controls, separators of lines, and marks that turn the direction of the text around."""

LONGEST: Final = 1_200
"""
Characters of a message. Programs that collect logs cut a line in two, Docker after 16 KiB and journald after 48: the
rest would pass for another line, and a client may send 64 KiB in one header.
"""


class LineFormatter(logging.Formatter):
    """Puts the identifier of the request into each line, and shows what can't be seen as it is written in Python."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} [{request_id}]: {message}", style="{")
        self._shown = (0, "")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  # as below
        """The time, of which the part up to the second is made once a second."""
        second, shown = self._shown
        if second != int(record.created):
            second, shown = int(record.created), super().formatTime(record, "%Y-%m-%d %H:%M:%S")
            self._shown = second, shown
        return f"{shown},{int(record.msecs):03}"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # Python's own name
        """The first line. A traceback comes after it, on lines of its own."""
        record.request_id = request_id.get()
        record.message = shortened(record.message)
        return visible(super().formatMessage(record))

    def formatException(self, ei: logging._SysExcInfoType) -> str:  # noqa: N802  # Python's own name
        """A traceback, indented, so that no line of it passes for one of the log."""
        lines = super().formatException(ei).splitlines()
        return "\n".join(f"    {visible(shortened(one))}" for one in lines)


def shortened(text: str) -> str:
    """*text*, without its middle if it is too long for a line."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} [...] {text[-LONGEST // 2 :]}"


def visible(text: str) -> str:
    """*text* in one line, with what can't be seen as it is written in Python."""
    return UNSEEN.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
