"""What Django logs about requests that found something away: little, as what was away has a line of its own."""

from __future__ import annotations

import logging

from drf_signet.outage_log import OUTAGES


class ThinUnavailable(logging.Filter):
    """Lets one line a second pass about 503s, without a traceback: what was away has a line of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether *record* of Django's goes to the log."""
        if getattr(record, "status_code", None) != 503:
            return True
        record.exc_info = record.exc_text = None
        return OUTAGES.due("503") is not None
