"""Issuers on a web that a test makes: their documents by URL, and what was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable

from signet_tokens import jws
from signet_tokens.keys import SigningKey
from tests.core.issuer import private_key
from tests.stand_ins.key_pairs import Jwk, public_jwk, rsa

NOW = 1_800_000_000.0
ONE, OTHER = "https://one.example", "https://other.example/tenant"


class Web:
    """What is fetched from it."""

    def __init__(self) -> None:
        self.documents: dict[str, object] = {}
        self.asked: list[str] = []
        self.before: Callable[[], object] = list
        """Called before each answer."""

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        self.before()
        if url not in self.documents:
            raise OSError("nobody answers there")
        document = self.documents[url]
        if isinstance(document, Exception):
            raise document
        return document if isinstance(document, bytes) else json.dumps(document).encode()

    def publish(self, issuer: str, /, *keys: Jwk, **metadata: object) -> None:
        """Let *issuer* have these keys, and its metadata at the address of OpenID."""
        keys_at = f"{issuer}/keys"
        self.documents[f"{issuer}/.well-known/openid-configuration"] = {
            "issuer": issuer,
            "jwks_uri": keys_at,
            **metadata,
        }
        self.documents[keys_at] = {"keys": [*keys]}

    def end(self) -> None:
        """Let nobody answer any more."""
        self.documents.clear()


def published(owner: str, kid: str = "1", **members: object) -> Jwk:
    """The public key of *owner*."""
    return public_jwk(rsa(owner), kid=kid, **members)


def token(issuer: str, key: SigningKey | None = None, /, **claims: object) -> str:
    """A token of *issuer* for "api", signed with the key ``1`` of the owner "one" unless *key* is given."""
    said = {"iss": issuer, "aud": "api", "exp": NOW + 60, "sub": "ada", **claims}
    return jws.sign(json.dumps(said).encode(), key or private_key("one", "1"))


def forged(issuer: str, kid: str) -> str:
    """A token of a thief, who calls their key *kid*."""
    said = {"iss": issuer, "aud": "api", "exp": NOW + 60, "sub": "ada"}
    return jws.sign_as(json.dumps(said).encode(), private_key("thief", "1"), kid)
