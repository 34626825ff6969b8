"""The key that signs the ID tokens: RSA, as OpenID Connect Core 1.0 section 15.1 wants it of every provider."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from joserfc.jwk import RSAKey

ALGORITHM: Final = "RS256"
BITS: Final = 2048


@cache
def signing_key() -> RSAKey:
    """That of this process, which is the only one of the demo. After a restart, clients fetch the next one."""
    return RSAKey.generate_key(BITS, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)


def published() -> dict[str, Any]:
    """The JWK Set for everybody."""
    return {"keys": [signing_key().as_dict(private=False)]}
