"""Another origin, which takes what anybody sends and writes it down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Elsewhere(ThreadingHTTPServer):
    """Open to every page of every origin."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[dict[str, Any]] = []


class Handler(BaseHTTPRequestHandler):
    """200 for everything but GET ``/seen``, which tells what was sent since it was asked last."""

    server: Elsewhere

    def answer(self) -> None:
        """One request."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/seen":
            seen, self.server.seen = self.server.seen, []
            self.send({"seen": seen})
            return
        if self.command != "OPTIONS":
            sent_token = "Authorization" in self.headers or "eyJ" in self.path
            self.server.seen.append({"method": self.command, "path": self.path, "sent_token": sent_token})
        self.send({})

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer  # noqa: N815

    def send(self, body: object) -> None:
        """*body* as JSON, for every page to read."""
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "authorization, content-type")
        self.send_header("Access-Control-Allow-Methods", "*")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def other_origin() -> Iterator[str]:
    """The URL of one that runs."""
    server = Elsewhere()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
