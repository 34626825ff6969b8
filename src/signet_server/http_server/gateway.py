"""
One request, from its headers to the end of its answer (an ASGI application).

Whatever depends on the client is waited for here, in the event loop, where waiting costs nothing: the body before
Django is asked, and the sending afterwards. ``/healthz`` is answered here as well, so it says that the process lives
even while every thread waits for a database.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from io import BytesIO
from typing import Any, Final, Protocol

from signet_server.http_server import refusal
from signet_server.http_server.application import Answer, Application, call
from signet_server.http_server.bounds import BODIES_BYTES, BODY, BODY_BYTES, HEADER_BYTES, LINGER, SEND, TARGET_BYTES
from signet_server.http_server.environ import check_host, make_environ
from signet_server.http_server.refusal import FAILED, Refusal
from signet_server.http_server.threads import Threads
from signet_server.request_log import RequestLine

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

ALIVE: Final = b'{"status": "ok"}'
ENDING: Final = b'{"status": "ending"}'

logger: Final = logging.getLogger(__name__)


class Connection(Protocol):
    """What the gateway knows of a connection."""

    refused: Refusal | None
    """What is wrong with the rest of its input."""

    @property
    def is_abandoned(self) -> bool:
        """Whether the client has hung up. In any thread."""

    def abort(self) -> None:
        """Hang up."""


class ClientGoneError(Exception):
    """The client has hung up, or takes nothing any more."""


class Gateway:
    """Answers requests with what *application*, a WSGI application, says."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self.threads = Threads()
        self._bytes_here = 0
        self._is_ending = False

    def prepare_end(self) -> None:
        """Answer all requests, but tell the proxy that this process ends: by ``/readyz``, and by each answer."""
        self._is_ending = True

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """One request."""
        line = RequestLine.of(scope)
        with line.known():
            try:
                await self._respond(scope, _Client(scope["signet.connection"], receive, send, line))
            except ClientGoneError:
                scope["signet.connection"].abort()
            finally:
                line.write()

    async def _respond(self, scope: Any, client: _Client) -> None:
        try:
            answer = await self._answer(scope, client)
        except Refusal as refused:
            await client.refuse(refused)
            return
        except (ClientGoneError, asyncio.CancelledError):
            raise
        except Exception:
            logger.exception("The request failed")
            answer = Answer(FAILED.status, FAILED.headers, FAILED.body)
        try:
            await client.send(answer, is_last=self._is_ending)
        finally:
            answer.close()

    async def _answer(self, scope: Any, client: _Client) -> Answer:
        _check(scope)
        if scope["raw_path"] == b"/healthz" and scope["method"] in {"GET", "HEAD"}:
            client.line.endpoint = "healthz"
            return _status(200, ALIVE)
        if scope["raw_path"] == b"/readyz" and self._is_ending:
            client.line.endpoint = "readyz"
            return _status(503, ENDING)
        body = await self._body(client)
        try:
            environ = make_environ(scope, BytesIO(body), len(body))
            return await self.threads.run(partial(self._work, client, environ))
        finally:
            self._bytes_here -= len(body)

    def _work(self, client: _Client, environ: dict[str, Any]) -> Answer:
        """In a thread, perhaps long after the request came, as in a frozen process. Raises `ClientGoneError`."""
        client.check_is_there()
        return call(self._application, environ)

    async def _body(self, client: _Client) -> bytes:
        """The whole body. The caller has to release the bytes counted here."""
        body = bytearray()
        try:
            async with asyncio.timeout(BODY):
                while client.has_more:
                    piece = await client.receive()
                    self._make_room(len(body), len(piece))
                    body += piece
            return bytes(body)
        except BaseException as error:
            self._bytes_here -= len(body)
            if isinstance(error, TimeoutError):
                raise refusal.too_slow() from None
            raise

    def _make_room(self, here: int, more: int) -> None:
        if here + more > BODY_BYTES:
            raise refusal.too_large()
        if self._bytes_here + more > BODIES_BYTES:
            raise refusal.busy()
        self._bytes_here += more


class _Client:
    """The other end."""

    def __init__(self, connection: Connection, receive: Receive, send: Send, line: RequestLine) -> None:
        self._connection = connection
        self._receive = receive
        self._send = send
        self.line = line
        self.has_more = True
        """Whether more of the body is to come."""

    async def receive(self) -> bytes:
        """The next piece of the body. Raises `ClientGoneError`, and what is wrong with the rest of it."""
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        self.has_more = message["more_body"]
        if self.has_more and self._connection.refused is not None:
            self.has_more = False
            raise self._connection.refused
        piece: bytes = message["body"]
        return piece

    def check_is_there(self) -> None:
        """
        Raise `ClientGoneError` if it has hung up.

        It may have asked again elsewhere. If its first request were carried out now, the answer to that would be lost,
        and a refresh would look as if somebody else had the token.
        """
        if self._connection.is_abandoned:
            raise ClientGoneError

    async def send(self, answer: Answer, *, is_last: bool) -> None:
        """All of *answer*, as fast as it is taken. With *is_last*, the connection ends. Raises `ClientGoneError`."""
        await self._start(answer.status, [*answer.headers, *([(b"connection", b"close")] if is_last else [])])
        if answer.is_short:
            await self._finish(answer.content)
            return
        for chunk in answer.chunks():
            await self._in_time({"type": "http.response.body", "body": chunk, "more_body": True})
        await self._finish()

    async def refuse(self, refused: Refusal) -> None:
        """The refusal, and the end of the connection. Raises `ClientGoneError`."""
        self.line.code = refused.code
        await self._start(refused.status, refused.headers)
        await self._in_time({"type": "http.response.body", "body": refused.body, "more_body": True})
        with suppress(TimeoutError):
            await asyncio.wait_for(self._let_run_out(), LINGER)
        await self._finish()

    async def _start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self.line.status = status
        complete = [*headers, (b"x-request-id", self.line.request_id.encode())]
        await self._in_time({"type": "http.response.start", "status": status, "headers": complete})

    async def _let_run_out(self) -> None:
        # To hang up while the client still sends would take the answer from it (RFC 9112 section 9.6).
        while self.has_more:
            await self.receive()

    async def _finish(self, rest: bytes = b"") -> None:
        await self._in_time({"type": "http.response.body", "body": rest, "more_body": False})

    async def _in_time(self, message: Any) -> None:
        try:
            # Before Python 3.12, ``wait_for`` makes a task of each message.
            async with asyncio.timeout(SEND):
                await self._send(message)
        except TimeoutError:
            raise ClientGoneError from None


def _check(scope: Any) -> None:
    """Raise a refusal for what no request to this service needs."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    if len(scope["raw_path"]) + len(scope["query_string"]) > TARGET_BYTES:
        raise refusal.target_too_long()
    if sum(len(name) + len(value) for name, value in headers) > HEADER_BYTES:
        raise refusal.headers_too_large()
    check_host(headers, scope["http_version"])
    length = dict(headers).get(b"content-length", b"0")
    if not length.isdigit() or len(length) > 15 or int(length) > BODY_BYTES:
        raise refusal.too_large()


def _status(status: int, body: bytes) -> Answer:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    return Answer(status, headers, body)
