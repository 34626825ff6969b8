"""A pooler such as PgBouncer whose database is away: it lets everybody in, and answers no statement."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Final

SSL: Final = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"
WELCOME: Final = b"R\x00\x00\x00\x08\x00\x00\x00\x00" + b"Z\x00\x00\x00\x05I"
"""AuthenticationOk and ReadyForQuery."""


class Pooler:
    """Its port, and how many came in."""

    def __init__(self, listening: socket.socket) -> None:
        self.port: int = listening.getsockname()[1]
        self.clients: list[socket.socket] = []
        self._listening = listening

    def serve(self) -> None:
        """Let in whoever comes, until it is closed."""
        with suppress(OSError):
            while True:
                self._let_in(self._listening.accept()[0])
        for one in self.clients:
            one.close()

    def _let_in(self, client: socket.socket) -> None:
        if client.recv(1_024).startswith(SSL):
            client.sendall(b"N")
            client.recv(1_024)
        client.sendall(WELCOME)
        self.clients.append(client)


@contextmanager
def pooler_without_database() -> Iterator[Pooler]:
    """One on a free port, for as long as the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        pooler = Pooler(listening)
        thread = Thread(target=pooler.serve)
        thread.start()
        try:
            yield pooler
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
