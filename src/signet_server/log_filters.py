"""What of the log is left out: nothing here is a fault of this code, and all of it has a line already."""

from __future__ import annotations

import logging

from drf_signet.outage_log import OUTAGES


class WithoutClientTracebacks(logging.Filter):
    """A refused request is one line. Django says in ``status_code`` which records are about one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the traceback is taken out where the answer was the client's fault."""
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True


class ThinUnavailable(logging.Filter):
    """Lets one line a second pass about 503s, without a traceback: what was away has a line of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether *record* of Django's goes to the log."""
        if getattr(record, "status_code", None) != 503:
            return True
        record.exc_info = record.exc_text = None
        return OUTAGES.due("503") is not None
