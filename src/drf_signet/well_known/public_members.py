"""What of a key may be published: a list of members for each type of key, and nothing else (RFC 7518 section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

ALWAYS: Final = ("kty", "use", "alg", "kid")

PUBLIC: Final[Mapping[str, tuple[str, ...]]] = {"RSA": ("n", "e"), "EC": ("crv", "x", "y"), "OKP": ("crv", "x")}
"""Of these types alone. A shared secret (``oct``) is none of them: all of it is private."""


def public_members(keys: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """Those JWKs of *keys* that may be published, each with these members alone, and one for each ``kid``."""
    shown: dict[str, dict[str, object]] = {}
    for key in keys:
        if (own := PUBLIC.get(str(key["kty"]))) is not None:
            # A verifier refuses a set in which two keys have one name. A token means the first.
            shown.setdefault(str(key["kid"]), {name: key[name] for name in (*ALWAYS, *own)})
    return [*shown.values()]
