"""Servers that do it in every way there is."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from threading import Thread

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def drip(connection: socket.socket) -> None:
    """A piece now and then, so that no piece is late."""
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
    for _ in range(40):
        connection.sendall(b" ")
        time.sleep(0.1)


FAILING: dict[str, Callable[[socket.socket], object]] = {
    "gone": lambda connection: None,
    "hangs up": lambda connection: None,
    "says nothing": lambda connection: time.sleep(1.5),
    "speaks otherwise": lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"),
    "has no head": lambda connection: connection.sendall(b'{"access": "access-0", "refresh": "refresh-0"}\r\n\r\n'),
    "stops": lambda connection: connection.sendall(HEAD + b'Content-Length: 1000\r\n\r\n{"access": '),
    "breaks chunks": lambda connection: connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "has too many headers": lambda connection: connection.sendall(HEAD + b"X: y\r\n" * 1000 + b"\r\n"),
    "drips": drip,
}


@contextmanager
def failing(name: str) -> Iterator[str]:
    """The URL of the server that fails as its *name* says."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        if name == "gone":
            listener.close()
            yield url
            return
        thread = Thread(target=_serve, args=(listener, FAILING[name]), daemon=True)
        thread.start()
        yield url


def _serve(listener: socket.socket, act: Callable[[socket.socket], object]) -> None:
    with suppress(OSError):
        connection, _ = listener.accept()
        with connection:
            request = b""
            # All of it, or the system would tell the client that it was not wanted.
            while not request.endswith(b"}"):
                request += connection.recv(65_536)
            act(connection)
