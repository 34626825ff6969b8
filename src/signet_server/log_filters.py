"""What of the log is left out: the traceback of what a client did wrong, which is no fault of this code."""

from __future__ import annotations

import logging


class WithoutClientTracebacks(logging.Filter):
    """A refused request is one line. Django says in ``status_code`` which records are about one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the traceback is taken out where the answer was the client's fault."""
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True
