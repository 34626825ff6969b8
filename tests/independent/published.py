"""A service of ours on a real port: it publishes a key of each algorithm, and signs with any of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, Final

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from drf_signet.tokens import AccessToken
from signet_tokens.keys import SigningKey
from signet_tokens.ring_document import written_ring
from signet_tokens.ring_key import RingKey
from tests.stand_ins.key_pairs import private_pem, rsa, signing_key

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
AT_THE_ROOT: Final[Mapping[str, Any]] = {
    "ROOT_URLCONF": "drf_signet.well_known.urls",
    "ALLOWED_HOSTS": ["127.0.0.1"],
}
ISSUER: Final = "https://auth.example"
AUDIENCE: Final = "https://orders.example"


@dataclass(frozen=True)
class Service:
    """Where the service is. Its settings are in force as long as it runs."""

    key_set_url: str

    def token(self, algorithm: str, profile: str = "simple_jwt") -> str:
        """An access token that the key for *algorithm* signs, in the form of *profile*."""
        with override_settings(SIGNET={**signing_with(algorithm), "ACCESS_TOKEN_PROFILE": profile}):
            token = AccessToken()
            token["sub"] = "7"
            return str(token)


def key_for(algorithm: str) -> SigningKey:
    """The key for *algorithm*, and for no other: two algorithms of RSA have two keys."""
    return SigningKey.load(private_pem(rsa("PSS")), algorithm) if algorithm == "PS256" else signing_key(algorithm)


def signing_with(algorithm: str) -> Mapping[str, Any]:
    """Settings with a key for each algorithm, of which that for *algorithm* signs."""
    others = [one for one in ALGORITHMS if one != algorithm]
    keys = written_ring([RingKey(key_for(one)) for one in (algorithm, *others)])["keys"]
    return {"ALGORITHM": algorithm, "SIGNING_KEYS": keys, "ISSUER": ISSUER, "AUDIENCE": AUDIENCE}


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[Service]:
    """The service, until the end of the block."""
    with override_settings(SIGNET=signing_with("ES256"), **AT_THE_ROOT):
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.set_app(get_wsgi_application())
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Service(f"http://127.0.0.1:{server.server_port}/.well-known/jwks.json")
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
