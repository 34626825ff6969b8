"""The socket on which the service listens."""

from __future__ import annotations

import errno
import socket
import time
from typing import Final

from signet_server.http_server.bounds import LISTEN

BACKLOG: Final = 2_048
PAUSE: Final = 0.1


def listen(host: str, port: int, seconds: float = LISTEN) -> socket.socket:
    """
    A socket that listens on *host* and *port*, for children to inherit.

    Workers whose master was killed let go of the port as soon as they notice: it is tried again for so many *seconds*.
    Raises `OSError`.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            return _bound(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > end:
                raise
            time.sleep(PAUSE)


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        # A port that was in use a moment ago is free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
