"""Telling in the log from which page a request was refused: one line a minute, however many there are."""

from __future__ import annotations

import logging
from typing import ClassVar, Final

from drf_signet.rate_limited_log import RateLimitedLog, more

LONGEST: Final = 200
"""Characters of an origin."""

CAUSE: Final = "origin"
logger: Final = logging.getLogger("drf_signet.refusals")


class OriginLog(RateLimitedLog):
    """Tells which origin would have to be trusted: a page of the project's own may be at another one."""

    interval: ClassVar[float] = 60.0

    def tell(self, origin: str | None) -> None:
        """Write a line about *origin*, as a browser sent it, unless there was one within the last minute."""
        untold = self.due(CAUSE)
        if untold is not None:
            logger.warning(
                "Refused a request of a page at %r. If that is yours, name it in CSRF_TRUSTED_ORIGINS.%s",
                (origin or "")[:LONGEST],
                more(untold),
            )


ORIGINS: Final = OriginLog()
"""The one of this process."""
