"""What a token says, and which keys there are for it, for `explanation`. Nothing here is for clients."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from joserfc.util import urlsafe_b64decode

from drf_signet.conf import get_settings, imported
from drf_signet.errors import KeysUnavailableError, TokenError
from drf_signet.issuers_in_force import get_issuer_settings, get_issuers
from drf_signet.keys_in_force import get_ring
from drf_signet.relative_time import moment
from drf_signet.tenant import CLAIM
from signet_tokens import jws
from signet_tokens.key_ring import KeyRing
from signet_tokens.living_ring import LivingRing
from signet_tokens.reasons import listed, shown
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.ring_key import state
from signet_tokens.strict_json import load_object
from signet_tokens.trusted_issuer import TrustedIssuer

Facts = Iterator[tuple[str, str]]

LONGEST: Final = 300
"""Characters of a value."""


def claims_of(data: bytes) -> dict[str, Any] | None:
    """The claims of *data*; None where no key of ours signed it, or what it signed is no set of claims."""
    try:
        return load_object(jws.verify(data, ring_for(data)).payload)
    except (TokenError, KeysUnavailableError):
        return None


def issuer_of(data: str | bytes) -> TrustedIssuer | None:
    """The one of ISSUERS that *data* names."""
    return get_issuers().of(data) if get_settings().ISSUERS else None


def ring_for(data: bytes) -> KeyRing:
    """The keys that *data* can be signed with: those of its issuer, or ours."""
    issuer = issuer_of(data)
    return get_ring() if issuer is None else KeyRing((), get_issuers().keys_of(issuer.issuer))


def printable(text: str) -> str:
    """*text* in one line. A forged token may hold control characters for the terminal."""
    return "".join(one if one.isprintable() else "?" for one in text[:LONGEST])


def facts_about_keys(data: bytes) -> Facts:
    """The header, and what was found of the key that it names."""
    try:
        header = jws.read_header(data.partition(b".")[0])
    except TokenError:
        return
    yield "algorithm", header.algorithm
    try:
        verified = jws.verify(data, ring_for(data))
    except (TokenError, KeysUnavailableError):
        yield "key", _why_no_key_fits(ring_for(data), header.kid)
        yield from _key_set(data)
        yield from _unproven(data)
        return
    yield "key", f"{verified.key.kid}: it signed this token"
    if claims_of(data) is None:
        yield "payload", "not a JSON object, or one that repeats a name"


def facts_about_claims(claims: dict[str, Any], now: datetime, issuer: TrustedIssuer | None = None) -> Facts:
    """What a genuine token says, beside what the settings, or the entry of its *issuer*, demand."""
    settings = get_settings()
    yield "type", str(claims.get(settings.TOKEN_TYPE_CLAIM or "", "not given"))
    user_claim = get_issuer_settings()[issuer.issuer].subject_claim if issuer else settings.USER_ID_CLAIM
    yield "user", str(claims.get(user_claim, "not named"))
    for name, claim in (("issued", "iat"), ("begins", "nbf"), ("expires", "exp"), ("signed in", "auth_time")):
        if claim in claims:
            yield name, moment(claims[claim], now)
    for name, claim, wanted in (
        ("audience", "aud", ", ".join(sorted(issuer.audience) if issuer else settings.audiences)),
        ("issuer", "iss", issuer.issuer if issuer else settings.ISSUER),
    ):
        if wanted or claim in claims:
            yield name, f"{claims.get(claim, 'none')} (wanted: {wanted or 'any'})"
    if CLAIM in claims:
        yield "tenant", str(claims[CLAIM] or "none")
    yield from _required(claims) if issuer is None else _wanted(claims, "ISSUERS", issuer.required_claims)


def _required(claims: dict[str, Any]) -> Facts:
    for path in get_settings().AUTH_TOKEN_CLASSES:
        yield from _wanted(claims, path.rpartition(".")[2], imported(path).required_claims)


def _wanted(claims: dict[str, Any], whose: str, required: Mapping[str, str | Collection[str]]) -> Facts:
    for claim, value in required.items():
        wanted = [value] if isinstance(value, str) else value
        yield claim, f"{claims.get(claim, 'none')} (wanted by {whose}: {', '.join(wanted)})"


def _why_no_key_fits(ring: KeyRing, kid: str | None) -> str:
    try:
        stored = ring.stored() if isinstance(ring, LivingRing) else ()
    except KeysUnavailableError:
        return f"{kid or 'not named'}: our own keys can't be read now"
    if over := [one for one in stored if one.key.kid == kid and one.is_over(time.time())]:
        return f"{kid} is ours, and {state(over[0], stored, time.time())}: nothing that it signed is accepted any more"
    if kid in [key.kid for key in ring.keys]:
        return f"{kid} is ours, but did not sign this: somebody altered the token or cut it short"
    ours = ", ".join(key.kid for key in ring.keys) or "we have none"
    if kid in [key.kid for key in ring.known()]:
        return f"the issuer publishes {kid}, but it did not sign this: somebody altered the token or cut it short"
    return f"{kid} is not ours ({ours})" if kid else f"not named, and none of ours fits ({ours})"


def _key_set(data: bytes) -> Facts:
    source = ring_for(data).elsewhere
    if isinstance(source, RemoteKeySet):
        names = listed(key.kid for key in source.known())
        issuer = issuer_of(data)
        place = get_settings().JWK_URL if issuer is None else f"that of {issuer.issuer}"
        yield "key set", f"{place}: {source.failure or f'its keys are {names}'}"


def _unproven(data: bytes) -> Facts:
    # The reader needs the issuer most, even if nothing proves it.
    wanted = ", ".join(filter(None, (get_settings().ISSUER, *get_settings().ISSUERS)))
    try:
        said = load_object(urlsafe_b64decode(data.split(b".")[1])).get("iss")
    except (TokenError, ValueError, IndexError):
        return
    if said is not None:
        yield "issuer", f"{shown(said)} (not verified; wanted: {wanted or 'any'})"
