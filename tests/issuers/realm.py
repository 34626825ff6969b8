"""Other issuers, their tokens, and the settings of a project that accepts them. Nothing goes over a network."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from unittest.mock import patch

from django.test import override_settings
from joserfc.util import urlsafe_b64encode
from rest_framework.test import APIClient

from signet_tokens import remote_keys
from signet_tokens.keys import SigningKey
from tests.stand_ins.key_pairs import private_jwk, public_jwk, rsa

AUDIENCE: Final = "orders"


@dataclass(frozen=True)
class Realm:
    """An issuer, whose key bears its name."""

    name: str

    @property
    def issuer(self) -> str:
        """Its ``iss``."""
        return f"https://{self.name}.example"

    @property
    def documents(self) -> dict[str, object]:
        """What it publishes, by the addresses."""
        keys = f"{self.issuer}/keys"
        return {
            f"{self.issuer}/.well-known/openid-configuration": {"issuer": self.issuer, "jwks_uri": keys},
            keys: {"keys": [public_jwk(rsa(self.name), kid=self.name, use="sig", alg="RS256")]},
        }

    def token(self, *, by: str | None = None, kid: str | None = None, typ: str = "JWT", **changes: object) -> str:
        """A token of the user "ada" there, with *changes*; None takes a claim away. *by* signs in its place."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": AUDIENCE, "sub": "ada", "iat": now, "exp": now + 300, **changes}
        said = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": kid or by or self.name, "typ": typ}
        signing_input = b".".join(urlsafe_b64encode(json.dumps(part).encode()) for part in (header, said))
        key = signer_of(Realm(by or self.name))
        return (signing_input + b"." + urlsafe_b64encode(key.sign(signing_input))).decode()


def signer_of(realm: Realm) -> SigningKey:
    """The key that bears its name."""
    return SigningKey.load(private_jwk(rsa(realm.name), kid=realm.name), "RS256")


NORTH: Final = Realm("north")
SOUTH: Final = Realm("south")


@contextmanager
def publishing(*realms: Realm) -> Iterator[list[str]]:
    """What the *realms* publish can be fetched; the addresses that were asked for."""
    documents = {url: document for one in realms for url, document in one.documents.items()}
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        if url not in documents:
            raise OSError("nobody answers there")
        return json.dumps(documents[url]).encode()

    with patch.object(remote_keys, "fetch_document", fetch):
        yield asked


@contextmanager
def trusting(
    *realms: Realm, signet: Mapping[str, object] | None = None, published: bool = True, **entry: object
) -> Iterator[list[str]]:
    """A project whose ISSUERS are these, each with *entry*, and with the other settings *signet*."""
    issuers = {one.issuer: {"audience": AUDIENCE, **entry} for one in realms}
    changed = override_settings(SIGNET={"ISSUERS": issuers, **(signet or {})})
    with publishing(*(realms if published else ())) as asked, changed:
        yield asked


def show(raw: object, path: str = "/whoami/") -> Any:
    """The answer to a request with that token. An exception that nobody answers is a 500."""
    return APIClient(raise_request_exception=False).get(path, HTTP_AUTHORIZATION=f"Bearer {raw}")
