"""Sign in with Apple: the client secret is a token that we make, of six months at most."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from signet_tokens import jws
from signet_tokens.errors import KeyLoadError
from signet_tokens.keys import SigningKey

ALGORITHM: Final = "ES256"
LIFETIME: Final = 300
"""Seconds. Apple takes up to six months; one is made for each exchange, so none has to live longer."""


def client_key(private_key: str) -> SigningKey:
    """The key in *private_key*, the content of a file ``AuthKey_….p8``. Raises `KeyLoadError`."""
    key = SigningKey.load(private_key.strip(), ALGORITHM)
    if not key.can_sign:
        raise KeyLoadError("It is a public key.")
    return key


def client_secret(key: SigningKey, *, key_id: str, team_id: str, client_id: str, issuer: str, now: datetime) -> str:
    """What proves to *issuer* that we are *client_id* of *team_id*. Raises `SignerUnavailableError`."""
    issued_at = int(now.timestamp())
    claims = {"iss": team_id, "iat": issued_at, "exp": issued_at + LIFETIME, "aud": issuer, "sub": client_id}
    return jws.sign_as(json.dumps(claims).encode(), key, key_id)
