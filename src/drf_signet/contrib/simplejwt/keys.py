"""Keys as Simple JWT tries them: whatever the header of a token calls its key."""

from __future__ import annotations

from drf_signet.keys import KeyRing, SigningKey


class AnyKidRing(KeyRing):
    """The keys of *ring*. Its own are tried for a ``kid`` that nobody here knows, too: it may be its issuer's word."""

    def __init__(self, ring: KeyRing) -> None:
        super().__init__(ring.keys)
        self._ring = ring

    def candidates(self, algorithm: str, kid: str | None) -> tuple[SigningKey, ...]:
        """The keys that may have signed a token with this header."""
        return self._ring.candidates(algorithm, kid) or self._ring.candidates(algorithm, None)

    def version(self) -> int:
        """Changes whenever a key leaves the ring."""
        return self._ring.version()
