"""
One process that answers requests: gunicorn starts it, watches it and ends it; uvicorn runs in it.

It holds one end of a pipe whose other end is its master's alone. When the master is gone, however that came, the pipe
says so at once: the worker lets go of the port, answers what it was asked, and ends.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final, Protocol

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from uvicorn import Config, Server
from uvicorn.server import ServerState

from drf_signet.conf import get_settings
from signet_server.http_server.bounds import CONNECTIONS, DRAIN, IDLE, SHUTDOWN
from signet_server.http_server.connection import Connection
from signet_server.http_server.gateway import Gateway
from signet_server.http_server.kept_caches import make_caches
from signet_server.http_server.threads import Threads

HEARTBEAT: Final = 5
"""Seconds between two signs of life for the master."""

FOR_THE_MASTER: Final = (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGWINCH)
ENDING: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class Watcher(Protocol):
    """What counts in this process, and answers whoever asks for the figures."""

    async def start(self, threads: Threads, state: ServerState) -> None:
        """Count, and listen."""

    async def stop(self) -> None:
        """Let go of the port."""

    async def end(self) -> None:
        """Everything is answered."""


class _Server(Server):
    """uvicorn's, which ends when it is told to, or when its master is gone; in a bounded time."""

    def __init__(self, config: Config, threads: Threads, watcher: Watcher | None) -> None:
        super().__init__(config)
        self._threads = threads
        self._watcher = watcher

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, to Prometheus as well."""
        await super().startup(sockets)
        if self._watcher is not None:
            await self._watcher.start(self._threads, self.server_state)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of the ports, and answer what was asked."""
        if self._watcher is not None:
            await self._watcher.stop()
        await super().shutdown(sockets)
        if self._watcher is not None:
            await self._watcher.end()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Listen to them in the event loop. A process that was told to end ends well, and not by the signal."""
        loop = asyncio.get_running_loop()
        for number in ENDING:
            loop.add_signal_handler(number, self.end)
        if get_settings().NUM_PROXIES:
            loop.add_signal_handler(signal.SIGTERM, self.drain)
        loop.add_reader(LIFELINE.fileno(), self.end)
        yield

    def drain(self) -> None:
        """
        Go on for a while, and `end` then: until a proxy learns of it, it sends requests to the port, and on connections
        that are open. Those that came too late would be lost.
        """
        gateway: Any = self.config.app
        gateway.prepare_end()
        asyncio.get_running_loop().call_later(DRAIN, self.end)

    def end(self) -> None:
        """Let go of the port, and end when everything is answered, or when it takes too long."""
        if self.should_exit:
            return
        self.should_exit = True
        asyncio.get_running_loop().remove_reader(LIFELINE.fileno())
        # Whatever a thread waits for, the process doesn't: not even for the interpreter to wind up.
        last = threading.Timer(SHUTDOWN, os._exit, [1])
        last.daemon = True
        last.start()


class _Lifeline:
    """The pipe. The master makes it; each worker closes the end that is not its own."""

    def __init__(self) -> None:
        self._read, self._write = -1, -1

    def open(self) -> None:
        """In the master, before there are workers."""
        self._read, self._write = os.pipe()

    def hold(self) -> None:
        """In a worker."""
        os.close(self._write)

    def fileno(self) -> int:
        """Readable as soon as the master is gone."""
        return self._read


LIFELINE: Final = _Lifeline()


def allow_descriptors(wanted: int) -> None:
    """Let this process have *wanted* files and connections open, or as many as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class SignetWorker(Worker):
    """gunicorn's side of it."""

    watcher: Watcher | None = None
    """What counts here, if anything does."""

    part: int | None = None
    """Where that is shown."""

    def init_process(self) -> None:
        """Let go of what is the master's."""
        LIFELINE.hold()
        super().init_process()

    def init_signals(self) -> None:
        """Handlers of gunicorn's do nothing in an event loop. What is meant for the master ends no worker."""
        for number in self.SIGNALS:
            signal.signal(number, signal.SIG_IGN if number in FOR_THE_MASTER else signal.SIG_DFL)

    def run(self) -> None:
        """Serve until the end."""
        allow_descriptors(2 * CONNECTIONS)
        make_caches()
        gateway = Gateway(self.wsgi)
        config = Config(
            gateway,
            http=Connection,
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            forwarded_allow_ips="",
            server_header=False,
            timeout_keep_alive=int(IDLE),
            timeout_notify=HEARTBEAT,
            callback_notify=self._notify,
            timeout_graceful_shutdown=int(SHUTDOWN) - 2,
        )
        server = _Server(config, gateway.threads, self.watcher)
        server.run(sockets=[one.sock for one in self.sockets])
        if not server.started:
            sys.exit(Arbiter.WORKER_BOOT_ERROR)

    async def _notify(self) -> Any:
        self.notify()
