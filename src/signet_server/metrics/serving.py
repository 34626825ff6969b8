"""One process that answers requests: it counts, shows the others what it has counted, and answers for all of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Final

from django.db import connections
from django.utils.module_loading import import_string
from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric
from uvicorn import Config
from uvicorn.server import ServerState

from signet_server import redis_cache
from signet_server.hashing import PLACES
from signet_server.http_server.connection import Connection
from signet_server.http_server.threads import Threads
from signet_server.metrics.exposition import Exposition
from signet_server.metrics.figures import Figures
from signet_server.metrics.master import Parts
from signet_server.metrics.outside import Outside, about_build, about_keys, about_mails, about_start
from signet_server.metrics.recording import Recorder
from signet_server.metrics.samples import Sampler
from signet_server.metrics.totals import of_all, of_process

EVERY: Final = 2.0
"""Seconds after which a process shows what it has counted: as much is lost of one that is killed."""

DEFAULT: Final = "default"

logger: Final = logging.getLogger(__name__)


class ProcessMetrics:
    """Those of this process, in *part* of what *parts* has. Made after the fork."""

    def __init__(self, parts: Parts, part: int | None) -> None:
        self._parts = parts
        self._part = part
        self._figures = Figures(CollectorRegistry())
        self._recorder = Recorder(self._figures)
        circuits = {
            "database": import_string(f"{type(connections[DEFAULT]).__module__}.CIRCUIT"),
            "cache": redis_cache.CIRCUIT,
        }
        self._sampler = Sampler(self._figures, circuits, PLACES)
        self._outside = Outside(about_build, partial(about_start, parts.started), about_keys, about_mails)
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self._showing: asyncio.Task[None] | None = None

    async def start(self, threads: Threads, state: ServerState) -> None:
        """Count from now on, and listen."""
        self._recorder.connect()
        self._figures.starts.inc()
        self._threads, self._clients = threads, state
        self._showing = asyncio.create_task(self._show_again_and_again())
        config = Config(
            Exposition(self._find),
            http=Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
        )
        config.load()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Connection(config=config, server_state=self._state, app_state={}), sock=self._parts.listener
        )

    async def stop(self) -> None:
        """Let go of the port. Later counts are shown at `end`."""
        if self._server is not None:
            self._server.close()
        for one in list(self._state.connections):
            one.shutdown()

    async def end(self) -> None:
        """Show for the last time what was counted."""
        if self._showing is not None:
            self._showing.cancel()
            with suppress(asyncio.CancelledError):
                await self._showing
        self._show()

    async def _find(self) -> Iterable[Metric]:
        outside = await self._outside.found()
        self._show()
        written = await asyncio.to_thread(self._parts.board.read_all)
        if self._part is None:
            written.append(of_process(self._figures.registry))
        return [*of_all(written).metrics(), *outside]

    async def _show_again_and_again(self) -> None:
        while True:
            self._show()
            await asyncio.sleep(EVERY)

    def _show(self) -> None:
        self._sampler.look(self._threads, len(self._clients.connections))
        if self._part is not None and not self._parts.board.write(self._part, of_process(self._figures.registry)):
            logger.error("The figures of this process are too many to be shown")
