"""Keys as Simple JWT tries them: whatever the header of a token calls its key."""

from __future__ import annotations

from collections.abc import Iterable

from signet_tokens import jws
from signet_tokens.key_ring import InForce, KeyRing
from signet_tokens.keys import SigningKey


def sign(payload: bytes, key: SigningKey, media_type: str = jws.JWT) -> str:
    """
    The token of *payload*, whose header names *key* only where its issuer gave it a name.

    Simple JWT names no key. Services that look it up in a key set of the project's own know no thumbprint of ours, and
    would refuse the token.
    """
    return jws.sign_as(payload, key, key.name, media_type)


class AnyKidRing(KeyRing):
    """The keys of *ring*. Its own are tried for a ``kid`` that nobody here knows, too: it may be its issuer's word."""

    def __init__(self, ring: KeyRing) -> None:
        super().__init__((), ring.elsewhere)
        self._ring = ring

    def in_force(self) -> InForce:
        """Those of the other ring."""
        return self._ring.in_force()

    def candidates(self, algorithm: str, kid: str | None) -> Iterable[SigningKey]:
        """The keys that may have signed a token with this header, for as long as none of them did."""
        is_known = False
        for key in super().candidates(algorithm, kid):
            is_known = True
            yield key
        if not is_known:
            yield from (key for key in self.keys if key.algorithm == algorithm)
