"""An issuer for verifiers: its key, its metadata, and a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from joserfc.jwk import OKPKey
from signet_tokens import jws
from signet_tokens.keys import SigningKey

NOW = 1_800_000_000.0
NAME = "https://auth.example.com"
KEY = OKPKey.generate_key("Ed25519", {"kid": "1"})


class Issuer:
    """Where it is fetched from: call it with a URL."""

    def __init__(self) -> None:
        self.is_away = False
        self.asked: list[str] = []
        self.before: Callable[[], object] = list
        """Called before each answer."""

    def __call__(self, url: str) -> bytes:
        """The document at *url*."""
        self.asked.append(url)
        self.before()
        if self.is_away:
            raise OSError("nobody answers there")
        if url == f"{NAME}/.well-known/openid-configuration":
            return json.dumps({"issuer": NAME, "jwks_uri": f"{NAME}/keys"}).encode()
        return json.dumps({"keys": [KEY.as_dict(private=False)]}).encode()

    def sign(self, **claims: Any) -> str:
        """A token for the orders API."""
        said = {"iss": NAME, "aud": "orders", "exp": NOW + 60, "sub": "ada", "scope": "orders:read", **claims}
        return jws.sign(json.dumps(said).encode(), SigningKey.load(KEY.as_dict(private=True), "EdDSA"))
