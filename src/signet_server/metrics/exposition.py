"""The answer to Prometheus (an ASGI application): the figures of all processes, and what only the database knows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

from prometheus_client.core import Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

PATHS: Final = ("/metrics", "/")
NOT_FOUND: Final = b"The figures are at /metrics.\n"

SECONDS: Final = 10.0
"""For an answer, until the last of it is on its way: as long as Prometheus usually waits."""

Find = Callable[[], Awaitable[Iterable[Metric]]]


class Found(Collector):
    """What was found, as Prometheus' client wants to collect it."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        """All of it."""
        return self._metrics


class Exposition:
    """Answers GET with what *find* finds."""

    def __init__(self, find: Find) -> None:
        self._find = find

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request. Anyone who doesn't take the answer in time is hung up on."""
        try:
            async with asyncio.timeout(SECONDS):
                await self._answer(scope, send)
        except TimeoutError:
            scope["signet.connection"].abort()

    async def _answer(self, scope: Any, send: Any) -> None:
        if scope["method"] not in ("GET", "HEAD") or scope["path"] not in PATHS:
            await _send(send, 404, "text/plain; charset=utf-8", NOT_FOUND)
            return
        accept = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
        encode, content_type = choose_encoder(accept)
        found = Found(await self._find())
        await _send(send, 200, content_type, await asyncio.to_thread(encode, found))


async def _send(send: Any, status: int, content_type: str, body: bytes) -> None:
    headers = [(b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
