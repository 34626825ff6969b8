"""ID tokens, as a provider signs them, and as none would."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Final

from signet_tokens.keys import SigningKey

KEY: Final = SigningKey.generate("ES256")
"""That of a provider."""


def signed(claims: Mapping[str, object], key: SigningKey = KEY, /, **header: object) -> str:
    """An ID token with *claims*, which may be missing or wrong; *header* changes the usual one."""
    top = {"alg": key.algorithm, "kid": key.kid, "typ": "JWT", **header}
    parts = ".".join(encoded(json.dumps(one).encode()) for one in (top, claims))
    return f"{parts}.{encoded(key.sign(parts.encode()))}"


def encoded(data: bytes) -> str:
    """Base64 for URLs, without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()
