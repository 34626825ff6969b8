"""
The log with one object in each line, for programs. Nothing that came from outside can end a line, or an object.

    {"time": "2026-11-28T18:00:00.000Z", "level": "INFO", "logger": "signet.request", "message": "…", "request_id": "…"}

The line of a request has "client", "method", "path", "endpoint", "route", "status" and "duration_ms" as well, "code" if
it was refused, and "trace_id" if it is part of a trace. Nothing says who the user is.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from gunicorn.glogging import Logger

from signet_server.log_format import shortened
from signet_server.request_log import RequestLine, request_id, request_line

DELETE: Final = "\x7f"
"""The one control that JSON leaves as it is."""


class JsonFormatter(logging.Formatter):
    """Writes ASCII alone: everything else is escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """The object."""
        found = {name: _whole(value) for name, value in self._fields(record)}
        return json.dumps(found, default=str).replace(DELETE, "\\u007f")

    def _fields(self, record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
        yield "time", _moment(record.created)
        yield "level", record.levelname
        yield "logger", record.name
        yield "message", shortened(_message(record))
        yield "request_id", request_id.get()
        line = getattr(record, "request_line", None) or request_line.get()
        if line is not None and line.trace_id:
            yield "trace_id", line.trace_id
        if hasattr(record, "request_line"):
            yield from _of_request(record.request_line, getattr(record, "seconds", 0.0))
        if record.exc_info:
            yield "exception", "\n".join(map(shortened, self.formatException(record.exc_info).splitlines()))
        if record.stack_info:
            yield "stack", self.formatStack(record.stack_info)


class GunicornLogger(Logger):
    """gunicorn's, without a form of its own: its lines go where all others do."""

    def setup(self, cfg: Any) -> None:
        """Let go of the handlers that gunicorn would set."""
        super().setup(cfg)  # type: ignore[no-untyped-call]  # gunicorn has no types
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True


def say(level: int, message: str) -> None:
    """Write a line before the log is set up."""
    record = logging.LogRecord("signet", level, "", 0, message, (), None)
    sys.stderr.write(f"{JsonFormatter().format(record)}\n")


def catch_everything() -> None:
    """Have warnings, and what nobody catches, in the log, too."""
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda kind, error, trace: logging.getLogger("signet").critical(
        "%s", kind.__name__, exc_info=(kind, error, trace)
    )


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        # Python would print a traceback of many lines.
        return str(record.msg)


def _whole(value: Any) -> Any:
    """*value*; of a text, without halves of a character, for which many programs refuse the line."""
    if not isinstance(value, str):
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _moment(seconds: float) -> str:
    """RFC 3339, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _of_request(line: RequestLine, seconds: float) -> Iterator[tuple[str, Any]]:
    yield from (("client", line.address), ("method", line.method), ("path", line.path))
    yield from (("endpoint", line.endpoint), ("route", line.route), ("status", line.status))
    yield "duration_ms", round(1_000 * seconds, 1)
    if line.code:
        yield "code", line.code
