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
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from drf_signet.client_address import client_address
from drf_signet.conf import get_settings

GIVEN: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")
"""An identifier that a proxy may have given a request."""

LONGEST_PATH: Final = 512
HUNG_UP: Final = 499
"""The status of a request whose client was gone before the answer. No answer has it; nginx's log knows it, too."""

request_id: Final[ContextVar[str]] = ContextVar("signet_request_id", default="-")
logger: Final = logging.getLogger("signet.request")


@dataclass
class RequestLine:
    """What will be said of one request."""

    method: str
    path: str
    address: str
    request_id: str
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
        return cls(
            method=scope["method"],
            path=scope["raw_path"][:LONGEST_PATH].decode("latin-1"),
            address=client_address(meta) or str(client[0]) or "-",
            request_id=_identifier(headers.get(b"x-request-id")),
        )

    @contextmanager
    def known(self) -> Iterator[None]:
        """Whatever is logged in this block carries the identifier of the request."""
        token = request_id.set(self.request_id)
        try:
            yield
        finally:
            request_id.reset(token)

    def write(self) -> None:
        """Say it."""
        took = 1_000 * (time.monotonic() - self.started)
        logger.info("%s %s %s %d %dms", self.address, self.method, self.path, self.status, took)


def log_without_request(address: str, status: int, code: str) -> None:
    """Say that what came over a connection was no request, or not in time, and what was answered."""
    logger.info("%s - - %d %s", address, status, code)


def _identifier(given: bytes | None) -> str:
    # From a client, it would be a way to write what they like into our logs, or to look like somebody else's request.
    if given is not None and get_settings().NUM_PROXIES and GIVEN.fullmatch(given):
        return given.decode()
    # No secret. To ask the system for each would hand the interpreter over to another thread.
    return f"{random.getrandbits(64):016x}"
