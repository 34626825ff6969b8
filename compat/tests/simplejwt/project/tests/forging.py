"""Tokens as nobody should make them, and the parts of a token, read without a look at its signature."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from rest_framework_simplejwt.backends import TokenBackend


def sign(key: str = settings.SECRET_KEY, algorithm: str = "HS256", **claims: object) -> str:
    """A token with exactly these claims; those that are None are left out."""
    complete = {"token_type": "access", "exp": int(time.time()) + 60, "jti": "00ff", "user_id": "1", **claims}
    return TokenBackend(algorithm, key).encode({name: one for name, one in complete.items() if one is not None})


def encoded(raw: bytes) -> str:
    """Bytes in the encoding of tokens and keys."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sign_by_hand(key: RSAPrivateKey, *parts: dict[str, Any]) -> str:
    """A token with this header and these claims, by RS256."""
    signed = ".".join(encoded(json.dumps(one).encode()) for one in parts)
    return f"{signed}.{encoded(key.sign(signed.encode(), PKCS1v15(), SHA256()))}"


def part(token: object, number: int) -> dict[str, Any]:
    """The header (0) or the claims (1) of *token*."""
    encoded = str(token).split(".")[number]
    return json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
