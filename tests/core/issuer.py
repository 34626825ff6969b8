"""A third-party issuer: keys that sign, and a real HTTP server on this machine that publishes them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from typing import Any
from unittest.mock import patch

from joserfc.util import urlsafe_b64encode

from signet_tokens import jws
from signet_tokens.keys import SigningKey
from tests.stand_ins.key_pairs import Jwk, private_jwk, public_jwk, rsa


def key_set(*members: object) -> bytes:
    """A JWK Set with *members*."""
    return json.dumps({"keys": members}).encode()


@cache
def private_key(owner: str, name: str) -> SigningKey:
    """The private key of *owner*, under any *name*."""
    return SigningKey.load(private_jwk(rsa(owner), kid=name), "RS256")


class Issuer:
    """The answers of the server, which a test may change, and the requests that it got."""

    def __init__(self) -> None:
        self.published: list[Jwk] = []
        self.publish("first")
        self.document: bytes | None = None
        self.pages: dict[str, bytes] = {}
        """Documents at other addresses, by path."""
        self.status = 200
        self.headers: dict[str, str] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.port = 0
        self._asked_more = Condition()
        self.may_answer = Event()
        self.may_answer.set()

    @property
    def url(self) -> str:
        """Where the key set is."""
        return f"http://127.0.0.1:{self.port}/jwks.json"

    @property
    def fetches(self) -> int:
        """How often the server was asked."""
        return len(self.asked)

    @property
    def name(self) -> str:
        """What it calls itself, where it describes itself."""
        return f"http://127.0.0.1:{self.port}"

    def body(self, path: str = "") -> bytes:
        """The document at that address, or the key set of what is published."""
        if path in self.pages:
            return self.pages[path]
        return key_set(*self.published) if self.document is None else self.document

    def publish(self, *names: str) -> None:
        """Let these be the names of the published keys, and nothing else."""
        self.published = [public_jwk(rsa(name), kid=name, use="sig", alg="RS256") for name in names]

    def sign(self, name: str, owner: str | None = None, /, **claims: object) -> str:
        """A token with *claims*, signed with the key of that *name*, published or not; or with *owner*'s key in it."""
        return jws.sign(json.dumps(claims).encode(), private_key(owner or name, name))

    def signature(self, name: str, signing_input: str) -> str:
        """A signature by the key of that *name*, spelled as in a token."""
        return urlsafe_b64encode(private_key(name, name).sign(signing_input.encode())).decode()

    def was_asked(self, times: int) -> None:
        """Return as soon as the server was asked that many times in all."""
        with self._asked_more:
            assert self._asked_more.wait_for(lambda: len(self.asked) >= times, timeout=30)

    def note(self, path: str, accept: str | None) -> None:
        """Remember a request."""
        with self._asked_more:
            self.asked.append((path, accept))
            self._asked_more.notify_all()


@contextmanager
def serving() -> Iterator[Issuer]:
    """An issuer that publishes the key ``first``, and whose server runs until the end of the block."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.note(self.path, self.headers.get("Accept"))
            issuer.may_answer.wait(30)
            body = issuer.body(self.path)
            self.send_response(issuer.status)
            for name, value in {"Content-Length": str(len(body)), **issuer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            # A client that refuses a large answer hangs up in the middle of it.
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            """Keep the output of the tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        # A proxy that the machine goes through to the world doesn't know this server.
        with patch.dict(os.environ, {"no_proxy": "*"}):
            yield issuer
    finally:
        issuer.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()
