"""Telling in the log that something is away: one line a second for each cause, however many requests find out."""

from __future__ import annotations

import logging
from typing import Final

from django.dispatch import Signal

from drf_signet.rate_limited_log import RateLimitedLog, more

LONGEST: Final = 200
"""Characters of what an error says."""

logger: Final = logging.getLogger("drf_signet")

outage_found: Final = Signal()
"""Sent with ``cause`` each time that something turns out to be away, for whoever counts."""


class OutageLog(RateLimitedLog):
    """Tells of what is away."""

    def tell(self, cause: str, error: BaseException | None) -> None:
        """Write a line about *cause* and what *error* says, unless there was one within the last second."""
        outage_found.send_robust(sender=OutageLog, cause=cause)
        untold = self.due(cause)
        if untold is not None:
            logger.error("%s: %s%s", cause, _in_one_line(error), more(untold))


OUTAGES: Final = OutageLog()
"""The one of this process."""


def _in_one_line(error: BaseException | None) -> str:
    lines = str(error or "").splitlines() or [""]
    said = "".join(one if one.isprintable() else " " for one in lines[0])[:LONGEST]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
