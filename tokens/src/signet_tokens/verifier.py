"""
From the characters on the wire to claims that may be believed: signature, registered claims, and a cache of both.

Neither Django nor REST framework is known here.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from hashlib import sha256
from math import inf
from typing import Any, Final, NamedTuple

from signet_tokens import jws
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.errors import TokenError
from signet_tokens.fork_safe_lock import ForkSafeLock
from signet_tokens.key_ring import KeyRing
from signet_tokens.reasons import MALFORMED
from signet_tokens.strict_json import CONTAINERS, load_object

CACHED_TOKENS: Final = 4_096
"""How many verified tokens a process remembers: a few MB at the most."""


class Entry(NamedTuple):
    """What this process remembers of a genuine token."""

    claims: dict[str, Any]
    is_flat: bool
    keys_version: int
    starts_at: float
    expires_at: float


class Verifier:
    """
    Verifies tokens of one configuration: one ring, one policy, the accepted *types* (``typ``, in lower case).

    Genuine tokens are remembered under the SHA-256 of their exact bytes, so a second look costs no signature.
    A hit checks the times again, as a clock may be set back, and is void as soon as a key left the ring. Refusals are
    never remembered.
    """

    def __init__(
        self,
        ring: KeyRing,
        policy: ClaimsPolicy,
        cache_size: int = CACHED_TOKENS,
        types: frozenset[str] = jws.ACCEPTED_TYPES,
    ) -> None:
        self.policy = policy
        self._types = types
        self._ring = ring
        self._cache_size = cache_size
        self._entries: OrderedDict[bytes, Entry] = OrderedDict()
        self._lock = ForkSafeLock()

    def claims(self, raw: str | bytes, now: float) -> dict[str, Any]:
        """
        The claims of *raw*, the caller's to change. *now* is in seconds since 1970.

        Raises `TokenError`, `ExpiredTokenError`, `TokenNotYetValidError` or, when an issuer's keys were never
        reachable, `KeysUnavailableError`.
        """
        data = ascii_of(raw)
        digest = sha256(data).digest()
        if (claims := self.recall(digest, now)) is not None:
            return claims
        entry = self._verify(data, now)
        self._remember(digest, entry)
        return _copied(entry)

    def recall(self, digest: bytes, now: float) -> dict[str, Any] | None:
        """
        The claims of the token with that SHA-256 if it is remembered, and its key is still in force.

        Raises `TokenError` or one of its kinds for one that is out of time by now.
        """
        entry = self._entries.get(digest)
        if entry is None or entry.keys_version != self._ring.version():
            return None
        if not entry.starts_at <= now < entry.expires_at + self.policy.leeway:
            self.policy.check_time(entry.claims, now)
        return _copied(entry)

    def _verify(self, data: bytes, now: float) -> Entry:
        # Asked before the key is looked up: a key that goes in between voids the entry, never the reverse.
        version = self._ring.version()
        claims = load_object(jws.verify(data, self._ring, self._types).payload)
        starts_at = self.policy.check(claims, now)
        is_flat = CONTAINERS.isdisjoint(map(type, claims.values()))
        return Entry(claims, is_flat, version, starts_at, claims.get("exp", inf))

    def _remember(self, digest: bytes, entry: Entry) -> None:
        with self._lock:
            self._entries[digest] = entry
            while len(self._entries) > self._cache_size:
                self._entries.popitem(last=False)


def _copied(entry: Entry) -> dict[str, Any]:
    return entry.claims.copy() if entry.is_flat else copy.deepcopy(entry.claims)


def ascii_of(raw: str | bytes) -> bytes:
    """*raw* as it is on the wire. Raises `TokenError` for what can't be there."""
    try:
        return raw.encode("ascii") if isinstance(raw, str) else raw
    except UnicodeEncodeError:
        raise TokenError(reason=MALFORMED) from None
