"""
One line for each request: when, from where, what, the status, how long, and the identifier that the answer carries.

    2026-11-28 18:00:00,000 INFO signet.request [5f0c…]: 203.0.113.7 POST /api/v1/token/ 200 31ms

The path is shown as it was sent, without its query: a token in a wrong place should not end up in a log.
"""

from __future__ import annotations

import logging
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from drf_signet.client_address import client_address
from drf_signet.conf import get_settings

GIVEN: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")
"""An identifier that a proxy may have given a request."""

LONGEST_PATH: Final = 512
PROBES: Final = frozenset({b"/healthz", b"/readyz"})
HUNG_UP: Final = 499
"""The status of a request whose client was gone before the answer. No answer has it; nginx's log knows it, too."""

request_id: Final[ContextVar[str]] = ContextVar("signet_request_id", default="-")
logger: Final = logging.getLogger("signet.request")

TRACE: Final = re.compile(rb"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
"""The header ``traceparent`` (W3C Trace Context, section 3.2)."""


@dataclass(slots=True)
class RequestLine:
    """What will be said of one request."""

    method: str
    path: str
    address: str
    request_id: str
    trace_id: str = ""
    """The trace that the request is part of, if it is known."""

    endpoint: str = "none"
    """The name of the address in the URL configuration; "none" where there is none, as for a static file."""

    route: str = ""
    """Its pattern."""

    code: str = ""
    """The stable code of a refusal."""

    status: int = HUNG_UP
    started: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, scope: Any) -> RequestLine:
        """The line of an ASGI *scope*."""
        headers = dict(scope["headers"])
        client = scope.get("client") or ("-", 0)
        meta = {
            "REMOTE_ADDR": client[0],
            "HTTP_X_FORWARDED_FOR": b",".join(
                value for name, value in scope["headers"] if name == b"x-forwarded-for"
            ).decode("latin-1"),
        }
        # A proxy asks these for itself, and names no client.
        behind = None if scope["raw_path"] in PROBES else client_address(meta)
        return cls(
            method=scope["method"],
            path=scope["raw_path"][:LONGEST_PATH].decode("latin-1"),
            address=behind or str(client[0]) or "-",
            request_id=_identifier(headers.get(b"x-request-id")),
            trace_id=_trace(headers.get(b"traceparent")),
        )

    @contextmanager
    def known(self) -> Iterator[None]:
        """Whatever is logged in this block carries the identifier of the request."""
        token, line = request_id.set(self.request_id), request_line.set(self)
        try:
            yield
        finally:
            request_id.reset(token)
            request_line.reset(line)

    def write(self) -> None:
        """Say it, and tell whoever counts."""
        seconds = time.monotonic() - self.started
        known = {"request_line": self, "seconds": seconds}
        logger.info("%s %s %s %d %dms", self.address, self.method, self.path, self.status, 1_000 * seconds, extra=known)
        for watch in WATCHERS:
            watch(self, seconds)


request_line: Final[ContextVar[RequestLine | None]] = ContextVar("signet_request_line", default=None)
"""The line of the request that is being answered."""

WATCHERS: Final[list[Callable[[RequestLine, float], None]]] = []
"""They are told of each request that has ended, and of how many seconds it took."""


def log_without_request(address: str, status: int, code: str) -> None:
    """Say that what came over a connection was no request, or not in time, and what was answered."""
    logger.info("%s - - %d %s", address, status, code)
    for watch in WATCHERS:
        watch(RequestLine(method="-", path="-", address=address, request_id="-", status=status, code=code), 0.0)


def _trace(given: bytes | None) -> str:
    # A client that says so could have its requests traced at our cost, or pass them off as part of another trace.
    found = TRACE.fullmatch(given) if given is not None and get_settings().NUM_PROXIES else None
    return found[1].decode() if found else ""


def _identifier(given: bytes | None) -> str:
    # From a client, it would be a way to write what they like into our logs, or to look like somebody else's request.
    if given is not None and get_settings().NUM_PROXIES and GIVEN.fullmatch(given):
        return given.decode()
    # No secret. To ask the system for each would hand the interpreter over to another thread.
    return f"{random.getrandbits(64):016x}"
