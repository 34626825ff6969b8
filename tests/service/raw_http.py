"""What a client sends byte by byte, and the bytes that come back until the service hangs up."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.service.conftest import Service

HOST = b"Host: 127.0.0.1\r\n"
JSON = b"Content-Type: application/json\r\n"


@dataclass(frozen=True)
class Reply:
    """One answer, taken apart."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


def sent(service: Service, data: bytes, seconds: float = 40) -> bytes:
    """All that comes back to *data* until the service hangs up, in *seconds* at the most."""
    parts = urlsplit(service.url)
    received = bytearray()
    with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=seconds) as connection:
        connection.sendall(data)
        while piece := connection.recv(65_536):
            received += piece
    return bytes(received)


def reply(service: Service, data: bytes) -> Reply:
    """The one answer to *data*."""
    head, _, body = sent(service, data).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(one.lower().split(": ", 1) for one in lines)
    assert headers.get("connection") == "close"
    return Reply(int(first.split()[1]), headers, body)
