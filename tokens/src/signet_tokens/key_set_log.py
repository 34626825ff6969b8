"""Say in the log why the keys of an issuer are old, or missing: once, and again after a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

SILENCE: Final = 600.0
"""Seconds between two lines that say the same."""

LONGEST_LINE: Final = 600
"""Characters."""


class KeySetLog:
    """The lines about one issuer, by *logger*. *clock* returns seconds."""

    def __init__(self, logger: logging.Logger, clock: Callable[[], float]) -> None:
        self._logger = logger
        self._clock = clock
        self._said: tuple[str, float] | None = None

    def say(self, line: str) -> None:
        """Write *line*, unless it was the last one a short while ago."""
        now = self._clock()
        # Some of its words are those of a server that may be anybody's.
        line = "".join(one if one.isprintable() else "?" for one in line[:LONGEST_LINE])
        if self._said is None or self._said[0] != line or now - self._said[1] >= SILENCE:
            self._said = line, now
            self._logger.warning("%s", line)
