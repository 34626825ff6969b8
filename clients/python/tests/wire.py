"""A small server on the loopback interface, which answers as told and remembers what it was sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, NamedTuple, TypeAlias


class Sent(NamedTuple):
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def token(self) -> str | None:
        """What came in the header."""
        return self.headers.get("authorization")


class Reply(NamedTuple):
    """What to answer."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = {}


Behaviour: TypeAlias = Callable[[Sent], Reply]


class Wire(ThreadingHTTPServer):
    """Answers as *behaviour* says."""

    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviour = behaviour
        self.sent: list[Sent] = []
        self.connections = 0
        self.url = f"http://127.0.0.1:{self.server_port}/"

    def process_request(self, request: Any, client_address: Any) -> None:
        """A connection."""
        self.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of it, unless a client has only gone away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def tokens(self, path: str) -> list[str | None]:
        """What came in the headers of the requests for *path*."""
        return [one.token for one in self.sent if one.path == path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Wire

    def answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        sent = Sent(self.command, self.path, headers, self.body())
        self.server.sent.append(sent)
        reply = self.server.behaviour(sent)
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

    def body(self) -> bytes:
        """Whole, also in chunks."""
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def serving(behaviour: Behaviour = lambda _: Reply()) -> Iterator[Wire]:
    """One that runs."""
    server = Wire(behaviour)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Tokens:
    """A behaviour: access-1, access-2 and so on; *then* answers those who have the newest, or one of the *accepted*."""

    def __init__(self, then: Behaviour = lambda _: Reply()) -> None:
        self.then = then
        self.number = 0
        self.refreshes = 0
        self.expired: set[str] = set()
        self._lock = Lock()

    def __call__(self, sent: Sent) -> Reply:
        """The answer to one request."""
        with self._lock:
            if sent.path in {"/token/", "/token/refresh/"}:
                self.number += 1
                self.refreshes += sent.path == "/token/refresh/"
                fields = {"access": f"access-{self.number}", "refresh": f"refresh-{self.number}", "expires_in": 300}
                return Reply(200, json.dumps(fields).encode())
            if sent.path.startswith("/logout/"):
                return Reply(204, b"")
            if sent.token is None or sent.token in self.expired:
                return Reply(401, b'{"code": "token_not_valid"}', {"Set-Cookie": "seen=401"})
        return self.then(sent)

    def expire(self) -> None:
        """What was issued until now."""
        self.expired |= {f"Bearer access-{number}" for number in range(self.number + 1)}
