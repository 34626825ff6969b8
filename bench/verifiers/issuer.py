"""The issuer: a key for each algorithm, tokens that they sign, and a server on this machine that publishes them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final
from uuid import uuid4

from joserfc.jwk import ECKey, OKPKey, RSAKey

from signet_tokens import jws
from signet_tokens.keys import SigningKey

ISSUER: Final = "https://auth.example"
AUDIENCE: Final = "https://orders.example"
ALGORITHMS: Final = ("RS256", "ES256", "EdDSA")


def _key(algorithm: str) -> SigningKey:
    made: Mapping[str, Any] = {
        "RS256": lambda: RSAKey.generate_key(2_048),
        "ES256": lambda: ECKey.generate_key("P-256"),
        "EdDSA": lambda: OKPKey.generate_key("Ed25519"),
    }
    return SigningKey.load({**made[algorithm]().as_dict(private=True), "kid": algorithm}, algorithm)


KEYS: Final = {name: _key(name) for name in ALGORITHMS}


def tokens(algorithm: str, count: int) -> Sequence[str]:
    """That many tokens, no two of which are the same."""
    return [jws.sign(_claims(), KEYS[algorithm]) for _ in range(count)]


def tokens_of_unknown_keys(algorithm: str, count: int) -> Sequence[str]:
    """The same, each under a name that no key has."""
    return [jws.sign_as(_claims(), KEYS[algorithm], f"unknown-{uuid4()}") for _ in range(count)]


def _claims() -> bytes:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "7", "user_id": "7", "token_type": "access", "iat": now}
    return json.dumps({**claims, "exp": now + 3_600, "jti": uuid4().hex}).encode()


class Publisher:
    """The address of the key set, and how often it was fetched."""

    def __init__(self) -> None:
        self.url = ""
        self.fetches = 0


@contextmanager
def publishing() -> Iterator[Publisher]:
    """The server, until the end of the block."""
    publisher = Publisher()
    document = json.dumps({"keys": [one.public_jwk() for one in KEYS.values()]}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.fetches += 1
            self.send_response(200)
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *args: Any) -> None:
            """Write nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    publisher.url = f"http://127.0.0.1:{server.server_port}/jwks.json"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
