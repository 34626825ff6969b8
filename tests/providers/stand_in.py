"""A provider that says what a test tells it to."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from signet_tokens.keys import SigningKey
from tests.stand_ins.id_tokens import KEY, signed

CALLBACK: Final = "https://shop.example/callback"

Answer = Callable[["Handler"], None]
"""Answers to a request itself."""


@dataclass
class StandIn:
    """What it answers by path: an object for JSON, or something that answers itself. And what it was asked."""

    issuer: str
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    """Path, form and headers of each request."""

    def __post_init__(self) -> None:
        self.answers["/.well-known/openid-configuration"] = self.metadata()
        self.answers["/keys"] = {"keys": [self.public()]}

    def metadata(self, **changes: object) -> dict[str, object]:
        """What it says of itself."""
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **changes,
        }
        return {name: value for name, value in said.items() if value is not None}

    def public(self, key: SigningKey = KEY, **members: object) -> dict[str, Any]:
        """The public half of *key*, as a member of a key set."""
        return {**key.public_jwk(), **members}

    def issue(self, nonce: str, /, **changes: object) -> str:
        """Answer to a code with an ID token, which is returned."""
        token = self.id_token(nonce, changes)
        self.answers["/token"] = {"access_token": "a", "token_type": "Bearer", "id_token": token}
        return token

    def id_token(
        self,
        nonce: str,
        changes: Mapping[str, object] | None = None,
        /,
        *,
        signed_by: SigningKey = KEY,
        header: Mapping[str, object] | None = None,
        **more: object,
    ) -> str:
        """One of "ada" for the client "shop", with *changes* and *more*: None takes a claim away."""
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": "shop", "sub": "ada", "iat": now, "exp": now + 300, "nonce": nonce}
        said: dict[str, object] = {**usual, **(changes or {}), **more}
        claims = {name: value for name, value in said.items() if value is not None}
        return signed(claims, signed_by, **(header or {}))


class Handler(BaseHTTPRequestHandler):
    """Of one request to it."""

    stand_in: StandIn

    def do_GET(self) -> None:
        """Answer as the test says."""
        length = int(self.headers.get("Content-Length") or 0)
        form = dict(parse_qsl(self.rfile.read(length).decode()))
        path = urlsplit(self.path).path
        self.stand_in.asked.append((path, form, dict(self.headers.items())))
        answer = self.stand_in.answers.get(path, status(404))
        with suppress(OSError):
            if callable(answer):
                answer(self)
            else:
                status(200, answer)(self)

    def do_POST(self) -> None:
        """The same."""
        self.do_GET()

    def log_message(self, *arguments: object) -> None:
        """Nothing of it."""


def status(code: int, body: object = None, **headers: str) -> Answer:
    """Answers with *code*, and *body* as JSON, unless that is bytes."""

    def answer(handler: Handler) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(code)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def dripping(handler: Handler) -> None:
    """Answers with a byte now and then, so that no wait for the next one is ever long."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        time.sleep(0.05)


def endless(handler: Handler) -> None:
    """Answers with more and more."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(160):
        handler.wfile.write(b" " * 65_536)


def silent(handler: Handler) -> None:
    """Never answers."""
    time.sleep(30)


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """One on this machine, until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    provider = StandIn(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("OwnHandler", (Handler,), {"stand_in": provider})
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
