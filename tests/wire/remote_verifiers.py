"""Verifiers that know an issuer by what it publishes alone, and the issuer whose tokens they are given."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any, Final

from drf_signet.conf import get_settings
from drf_signet.keys_in_force import get_ring
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.keys import SigningKey
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.ring_key import RingKey
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from signet_tokens.verifier import Verifier
from tests.wire.forge import Forge, Json
from tests.wire.key_pairs import key_for, private_pem

Claims = Callable[[str], Mapping[str, Any]]

ISSUER: Final = "https://issuer.example"
KEY_SET: Final = f"{ISSUER}/keys"
US: Final = "https://orders.example"


class Published:
    """What the issuer publishes, whose keys are those of the settings, and the addresses that were asked for it."""

    def __init__(self) -> None:
        self.fetched: list[str] = []

    def fetch(self, url: str) -> bytes:
        """The document at *url*: the metadata, or the key set."""
        self.fetched.append(url)
        if url == KEY_SET:
            return json.dumps({"keys": [get_ring().signing_key.public_jwk()]}).encode()
        if url == f"{ISSUER}/.well-known/openid-configuration":
            return json.dumps({"issuer": ISSUER, "jwks_uri": KEY_SET}).encode()
        raise OSError(url)


@dataclass(frozen=True)
class ForeignForge(Forge):
    """Makes access tokens of the issuer, for us."""

    token_type: str = "access"
    user_id: str = "1"

    def claims(self, **changes: object) -> Json:
        """The claims of a valid token, with *changes*."""
        return super().claims(**{"iss": ISSUER, "aud": US, **changes})


def behind_an_address(published: Published, algorithm: str) -> Claims:
    """What `JWK_URL` configures."""
    keys = RemoteKeySet(FixedAddress(KEY_SET), [algorithm], fetch=published.fetch)
    verifier = Verifier(KeyRing([], keys), ClaimsPolicy(frozenset({US}), ISSUER))
    return lambda raw: verifier.claims(raw, time.time())


def of_several_issuers(published: Published, algorithm: str) -> Claims:
    """What `ISSUERS` configures."""
    other = TrustedIssuer("https://other.example", US, [algorithm])
    issuers = TrustedIssuers([other, TrustedIssuer(ISSUER, US, [algorithm])], fetch=published.fetch)
    return lambda raw: issuers.claims(raw, time.time())[1]


REMOTE_VERIFIERS: Final = (behind_an_address, of_several_issuers)


@cache
def _key_for(algorithm: str) -> RingKey:
    return RingKey(SigningKey.load(private_pem(key_for(algorithm)), algorithm))


class ReadOnce:
    """A store for `SIGNING_KEYS` with the key of the settings' algorithm. To read one of RSA anew takes its time."""

    interval = inf

    def read(self) -> Sequence[RingKey]:
        """That key."""
        return [_key_for(get_settings().ALGORITHM)]


def signing_with(algorithm: str) -> Mapping[str, object]:
    """Settings of the issuer."""
    return {"ALGORITHM": algorithm, "SIGNING_KEYS": f"{__name__}.ReadOnce"}
