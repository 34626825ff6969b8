"""Verifiers that know an issuer by what it publishes alone, and the issuer whose tokens they are given."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from drf_signet.conf import get_ring
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.key_ring import KeyRing
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.verifier import Verifier

Claims = Callable[[str], Mapping[str, Any]]

ADDRESS: Final = "https://issuer.example/.well-known/jwks.json"


class Published:
    """The key set of the issuer, whose keys are those of the settings, and the addresses that were asked for it."""

    def __init__(self) -> None:
        self.fetched: list[str] = []

    def fetch(self, url: str) -> bytes:
        """The key set, whatever the address."""
        self.fetched.append(url)
        return json.dumps({"keys": [get_ring().signing_key.public_jwk()]}).encode()


def behind_an_address(published: Published, algorithm: str) -> Claims:
    """What `JWK_URL` configures."""
    verifier = Verifier(KeyRing([], RemoteKeySet(ADDRESS, algorithm, fetch=published.fetch)), ClaimsPolicy())
    return lambda raw: verifier.claims(raw, time.time())


REMOTE_VERIFIERS: Final = [pytest.param(behind_an_address, id="key-set")]
