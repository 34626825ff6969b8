"""ID tokens of one provider: whether one is genuine, and for us (OpenID Connect Core section 3.1.3.7)."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from hashlib import sha256, sha384, sha512
from typing import Any, Final

from joserfc.util import urlsafe_b64encode

from drf_signet.identities.providers.id_token_reasons import (
    HASH,
    NO_BEGIN,
    NO_SUBJECT,
    other_audience,
    other_issuer,
    other_party,
)
from signet_tokens import claim_reasons as because
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.errors import TokenError
from signet_tokens.jws import read_header
from signet_tokens.key_ring import KeyRing
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.token_types import ID, check_type
from signet_tokens.verifier import Verifier, ascii_of

LEEWAY: Final = 30.0
"""Seconds that the clock of a provider may be apart from ours."""

LONGEST_SUBJECT: Final = 255
"""Characters (OpenID Connect Core section 2)."""

TYPES: Final = frozenset({"jwt"})
"""The accepted ``typ``. An access token of RFC 9068 has another one."""

HASHES: Final = {"256": sha256, "384": sha384, "512": sha512}


class IdTokens:
    """Verifies ID tokens for *clients*, our own names at the provider, with *keys*."""

    def __init__(self, keys: RemoteKeySet, clients: Collection[str]) -> None:
        self._clients = frozenset(clients)
        policy = ClaimsPolicy(self._clients, None, LEEWAY)
        self._verifier = Verifier(KeyRing((), keys), policy, types=TYPES)

    def genuine(self, raw: str, now: float) -> dict[str, Any]:
        """
        The claims of *raw*, if it is signed, in time, and for us. Its issuer is not looked at.

        Raises `TokenError` or one of its kinds, and `KeysUnavailableError`.
        """
        claims = self._verifier.claims(raw, now)
        if "exp" not in claims:
            raise TokenError(reason=because.NO_END)
        if "iat" not in claims:
            raise TokenError(reason=NO_BEGIN)
        check_type(claims, (ID,))
        self._check_parties(claims)
        check_subject(claims)
        return claims

    def _check_parties(self, claims: Mapping[str, object]) -> None:
        """Whom it is for, and who asked for it: only us (3.1.3.7, 3 to 5)."""
        audience = claims.get("aud")
        others = [one for one in audience if one not in self._clients] if isinstance(audience, list) else []
        if others:
            raise TokenError(reason=other_audience(others, self._clients))
        party = claims.get("azp")
        if party is None and isinstance(audience, list) and len(audience) > 1:
            raise TokenError(reason=other_party(None, self._clients))
        if party is not None and not (isinstance(party, str) and party in self._clients):
            raise TokenError(reason=other_party(party, self._clients))


def check_issuer(claims: Mapping[str, object], issuer: str | None) -> None:
    """Raise `TokenError` unless the ``iss`` of *claims* is *issuer*, to the letter; for None, it never is."""
    if issuer is None or claims.get("iss") != issuer:
        raise TokenError(reason=other_issuer(claims.get("iss"), issuer))


def check_client(claims: Mapping[str, object], client: str) -> None:
    """Raise `TokenError` unless *claims* were issued for *client* itself, and not for another one of ours."""
    audience, party = claims.get("aud"), claims.get("azp", client)
    if client != audience and not (isinstance(audience, list) and client in audience):
        raise TokenError(reason=because.wrong_audience(audience, {client}))
    if party != client:
        raise TokenError(reason=other_party(party, {client}))


def check_subject(claims: Mapping[str, object]) -> None:
    """Raise `TokenError` unless *claims* name somebody."""
    subject = claims.get("sub")
    is_text = isinstance(subject, str) and subject.isascii() and subject.isprintable()
    if not is_text or not 0 < len(str(subject)) <= LONGEST_SUBJECT:
        raise TokenError(reason=NO_SUBJECT)


def check_access_token(raw: str, claims: Mapping[str, object], access_token: str) -> None:
    """
    Raise `TokenError` where *claims*, those of the ID token *raw*, belong to another *access_token* (3.1.3.8).
    """
    if "at_hash" not in claims:
        return
    algorithm = read_header(ascii_of(raw).partition(b".")[0], TYPES).algorithm
    # Those of Edwards curves name no length: Ed25519 hashes with SHA-512.
    digest = HASHES.get(algorithm[-3:], sha512)(access_token.encode()).digest()
    expected = urlsafe_b64encode(digest[: len(digest) // 2]).decode()
    if not hmac.compare_digest(str(claims["at_hash"]).encode(), expected.encode()):
        raise TokenError(reason=HASH)
