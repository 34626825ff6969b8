"""A mail server that takes every connection, and never says a word."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


class SilentServer:
    """Its port, and whether somebody has called."""

    def __init__(self, listening: socket.socket) -> None:
        self.port: int = listening.getsockname()[1]
        self.was_called = Event()
        self._listening = listening
        self._calls: list[socket.socket] = []

    def take(self) -> None:
        """Take connections until it is closed, and close them then."""
        with suppress(OSError):
            while True:
                self._calls.append(self._listening.accept()[0])
                self.was_called.set()
        for one in self._calls:
            one.close()


@contextmanager
def silent_server() -> Iterator[SilentServer]:
    """One on a free port, for as long as the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = SilentServer(listening)
        thread = Thread(target=server.take)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
