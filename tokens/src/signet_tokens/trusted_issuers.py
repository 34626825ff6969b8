"""Tokens of several issuers, each verified with the keys and on the conditions of its own issuer alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any

from joserfc.util import urlsafe_b64decode

from signet_tokens import claim_reasons as because
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.errors import KeyLoadError, TokenError
from signet_tokens.jws import MAXIMUM_LENGTH
from signet_tokens.kept_key_sets import KeySetKeeper
from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import DiscoveredAddress, Fetch, FixedAddress, KeySetAddress
from signet_tokens.reasons import MALFORMED, RefusalReason, listed, shown
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.revocation_feed import RevocationFeed
from signet_tokens.strict_json import load_object
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.verifier import Verifier, ascii_of


class TrustedIssuers:
    """
    Verifies tokens of *issuers*. What a token says of its issuer selects one of these, and nothing else.

    With a *keeper*, their keys outlive the process. *clock* returns seconds since 1970; *fetch* returns the document
    behind a URL. Raises `KeyLoadError` for two issuers of one name, and for addresses that aren't safe.
    """

    def __init__(
        self,
        issuers: Iterable[TrustedIssuer],
        keeper: KeySetKeeper | None = None,
        clock: Callable[[], float] = time.time,
        fetch: Fetch | None = None,
    ) -> None:
        self._by_name: dict[str, tuple[TrustedIssuer, RemoteKeySet, Verifier]] = {}
        self._feeds: dict[str, RevocationFeed] = {}
        for one in issuers:
            if one.issuer in self._by_name:
                raise KeyLoadError(f"There are two issuers {one.issuer}. Give one of them several audiences.")
            keys = RemoteKeySet(_address(one), one.algorithms, clock, fetch, keeper)
            ring, policy = KeyRing((), keys), ClaimsPolicy(frozenset(one.audience), one.issuer, one.leeway)
            self._by_name[one.issuer] = one, keys, Verifier(ring, policy, types=frozenset(one.types))
            if one.feed_url is not None:
                self._feeds[one.issuer] = RevocationFeed(
                    one.feed_url, one.issuer, ring, leeway=one.leeway, allow_http=one.allow_http, clock=clock
                )

    def claims(self, raw: str | bytes, now: float) -> tuple[TrustedIssuer, dict[str, Any]]:
        """
        The issuer and the claims of *raw*, the caller's to change. *now* is in seconds since 1970.

        Raises `TokenError` or one of its kinds, and `KeysUnavailableError` while the keys of its issuer are away.
        """
        data = ascii_of(raw)
        if (known := self.recall(data, now)) is not None:
            return known
        named = issuer_named_by(data)
        found = self._by_name.get(named) if named is not None else None
        if found is None:
            raise TokenError(reason=_unknown(named, self._by_name))
        issuer, _, verifier = found
        return issuer, self._checked(issuer, verifier.claims(data, now))

    def recall(self, raw: str | bytes, now: float) -> tuple[TrustedIssuer, dict[str, Any]] | None:
        """
        The same if *raw* was verified before and its key is still in force; otherwise None. Raises as `claims` does.

        It waits for nothing while the issuers are fresh.
        """
        digest = sha256(ascii_of(raw)).digest()
        for issuer, _, verifier in self._by_name.values():
            if (claims := verifier.recall(digest, now)) is not None:
                return issuer, self._checked(issuer, claims)
        return None

    @property
    def are_fresh(self) -> bool:
        """Whether nothing has to be fetched for known keys of any issuer, or for its feed."""
        are_due = any(one.is_due for one in self._feeds.values())
        return not are_due and all(keys.is_fresh for _, keys, _ in self._by_name.values())

    def __iter__(self) -> Iterator[TrustedIssuer]:
        """The issuers, in the order in which they were given."""
        return (one for one, _, _ in self._by_name.values())

    def of(self, raw: str | bytes) -> TrustedIssuer | None:
        """The issuer that *raw* names, unverified; None where it is none of these."""
        found = self._by_name.get(issuer_named_by(raw) or "")
        return found[0] if found else None

    def keys_of(self, issuer: str) -> RemoteKeySet:
        """The key set of the issuer of that name, for the people who run the service. Raises `KeyError`."""
        return self._by_name[issuer][1]

    def _checked(self, issuer: TrustedIssuer, claims: dict[str, Any]) -> dict[str, Any]:
        feed = self._feeds.get(issuer.issuer)
        checked = issuer.checked(claims)
        if feed is not None and feed.is_ended(checked):
            raise TokenError(reason=because.ENDED)
        return checked


def issuer_named_by(raw: str | bytes) -> str | None:
    """
    The ``iss`` of *raw*, which nothing proves yet; None where there is none, or the token is none.
    """
    try:
        data = ascii_of(raw)
        if len(data) > MAXIMUM_LENGTH or data.count(b".") != 2:
            return None
        named = load_object(urlsafe_b64decode(data.split(b".")[1])).get("iss")
    except (TokenError, ValueError):
        return None
    return named if isinstance(named, str) else None


def _address(issuer: TrustedIssuer) -> KeySetAddress:
    if issuer.jwks_url is None:
        return DiscoveredAddress(issuer.issuer, allow_http=issuer.allow_http)
    return FixedAddress(
        issuer.jwks_url,
        setting=f"The jwks_url of {issuer.issuer}",
        issuer=issuer.issuer,
        allow_http=issuer.allow_http,
    )


def _unknown(named: str | None, known: Iterable[str]) -> RefusalReason:
    if named is None:
        return MALFORMED
    return RefusalReason("issuer", f"its iss is {shown(named)}, but the trusted issuers are {listed(known)}")
