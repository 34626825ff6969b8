"""
One connection: uvicorn's, with bounds.

uvicorn waits without limit for the headers of a first request, and for a client to take the rest of an answer.
"""

from __future__ import annotations

import asyncio
import select
from collections import Counter
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from drf_signet.conf import get_settings
from signet_server.http_server import refusal
from signet_server.http_server.bounds import CONNECTIONS, CONNECTIONS_OF_ONE, HEADER_BYTES, HEADERS, IDLE, SEND
from signet_server.http_server.refusal import Refusal
from signet_server.request_log import log_without_request

GONE: Final = getattr(select, "POLLRDHUP", select.POLLHUP)
"""What the system reports of a client that has hung up. Not every system tells it from one that still reads."""


class Connection(HttpToolsProtocol):
    """From the moment it is made until it is lost, a timer is running or a request is being answered."""

    addresses: Counter[str] = Counter()
    """How many connections each address has here."""

    _timer: asyncio.TimerHandle | None = None
    _has_begun = False
    """Whether part of the headers of a request has come."""

    _header_bytes = 0
    refused: Refusal | None = None
    """What is wrong with the rest of the input."""

    _is_idle = False
    """Whether nothing has come since the last answer."""

    _since = 0.0
    """When it was made, or when the last answer was complete: a time of the event loop."""

    @property
    def address(self) -> str:
        """Where it comes from."""
        return self.client[0] if self.client else ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request. Among too many connections, another one makes room, or this one is refused."""
        super().connection_made(transport)
        self._descriptor = transport.get_extra_info("socket").fileno()
        self.addresses[self.address] += 1
        self._since = self.loop.time()
        self._wait(HEADERS, self._end_slow)
        if crowd := self._crowd():
            self._make_room(crowd)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        self.addresses[self.address] -= 1
        if not self.addresses[self.address]:
            del self.addresses[self.address]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Part of a request."""
        if self.refused is not None or self.transport.is_closing():
            return
        if self._is_idle:
            # From its first byte on, even of an empty line, a request has to arrive in time.
            self._is_idle = False
            self._wait(HEADERS, self._end_slow)
        super().data_received(data)
        if self._has_begun:
            self._header_bytes += len(data)
            if self._header_bytes > HEADER_BYTES:
                self.refuse(refusal.headers_too_large())

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        self._has_begun, self._header_bytes = True, 0
        super().on_message_begin()
        extended: Any = self.scope
        extended["signet.connection"] = self

    def on_headers_complete(self) -> None:
        """Its headers are here: from now on, the gateway waits."""
        self._has_begun = False
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """The answer is on its way, and the next request may come."""
        super().on_response_complete()
        # Ours is the timer that counts.
        self._unset_keepalive_if_required()
        if self.transport.is_closing():
            self._wait(SEND, self.abort)
        elif self._has_begun:
            self._wait(HEADERS, self._end_slow)
        elif not self._is_answering():
            self._is_idle, self._since = True, self.loop.time()
            self._wait(IDLE, self._end_idle)

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP."""
        self.refuse(refusal.malformed())

    def shutdown(self) -> None:
        """Hang up as soon as nothing is being answered."""
        super().shutdown()
        if self.transport.is_closing():
            self._wait(SEND, self.abort)

    @property
    def is_abandoned(self) -> bool:
        """Whether the client has hung up. The system knows before the event loop does. In any thread."""
        look = select.poll()
        look.register(self._descriptor, GONE)
        return bool(look.poll(0))

    def abort(self) -> None:
        """Hang up at once: what was not taken is lost."""
        self._stop_waiting()
        self.transport.abort()

    def _end_slow(self) -> None:
        if self._has_begun:
            self.refuse(refusal.too_slow())
        else:
            self._end_idle()

    def _end_idle(self) -> None:
        self.transport.close()
        self._wait(SEND, self.abort)

    def refuse(self, refused: Refusal) -> None:
        """Say why, read nothing more, and hang up when whole requests that came before have their answers."""
        if self.refused is not None or self.transport.is_closing():
            return
        self.refused = refused
        if not self._is_answering():
            log_without_request(self.address, refused.status, refused.code)
            self.transport.write(refused.as_http())
            self._end_idle()
        elif self.cycle.more_body:
            # The gateway waits for the body, and says it.
            self.cycle.message_event.set()
        else:
            self.cycle.keep_alive = False

    def _crowd(self) -> list[Connection]:
        """The connections among which this one is one too many."""
        everybody = [one for one in self.connections if isinstance(one, Connection) and not one.transport.is_closing()]
        if len(everybody) > CONNECTIONS:
            return everybody
        if get_settings().NUM_PROXIES == 0 and self.addresses[self.address] > CONNECTIONS_OF_ONE:
            of_one = [one for one in everybody if one.address == self.address]
            return of_one if len(of_one) > CONNECTIONS_OF_ONE else []
        return []

    def _make_room(self, crowd: list[Connection]) -> None:
        waiting = [one for one in crowd if one is not self and one.is_waiting]
        chosen = min(waiting, key=lambda one: one.claim, default=self)
        chosen.refuse(refusal.busy())

    @property
    def claim(self) -> tuple[bool, float]:
        """The greater, the longer it may stay: whoever sends whole requests never waits for long."""
        return self._is_idle, self._since

    @property
    def is_waiting(self) -> bool:
        """Whether nothing can be done here before the client sends more."""
        return not self._is_answering() or self.cycle.more_body

    def _is_answering(self) -> bool:
        # uvicorn's annotation leaves out that there is none before the first request.
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _wait(self, seconds: float, then: Any) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, then)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
