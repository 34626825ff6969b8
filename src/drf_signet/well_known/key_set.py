"""The keys that verify our tokens, as a JWK Set (RFC 7517 section 5)."""

from __future__ import annotations

from drf_signet.well_known.public_members import public_members
from signet_tokens.key_ring import KeyRing
from signet_tokens.ring_document import published_set
from signet_tokens.ring_key import RingKey


def key_set(ring: KeyRing, now: float) -> dict[str, object]:
    """
    The public halves of the keys of *ring* that verify at *now*, in seconds since 1970, the signing one first.

    Shared secrets aren't among them. Raises `KeysUnavailableError` while the keys can't be read.
    """
    # A ring holds those that verify, or soon will: by now, their times are over.
    own = [RingKey(key) for key in ring.keys]
    return {"keys": public_members(published_set(own, now)["keys"])}
