"""Why no key bears a token out, in words. No framework is known here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from signet_tokens.key_ring import KeyRing
from signet_tokens.reasons import RefusalReason, listed, shown

ENCRYPTED_PARTS: Final = 5
ENCRYPTED: Final = RefusalReason(
    "encrypted",
    "it is encrypted (RFC 7516), so only its issuer can read it",
    "Ask the issuer for a signed one. Some issuers sign tokens only if the request names an audience.",
)


def no_signed_token(raw: bytes) -> RefusalReason:
    """*raw* has not the three parts that a signed token has (RFC 7515 section 7.1)."""
    parts = raw.count(b".") + 1
    if parts == ENCRYPTED_PARTS:
        return ENCRYPTED
    words = "1 part" if parts == 1 else f"{parts} parts"
    return RefusalReason("malformed", f"it has {words}, but a signed token has three", is_usual=True)


def too_long(length: int, longest: int) -> RefusalReason:
    """Longer than anything that is read."""
    return RefusalReason("malformed", f"it has {length} characters, but the limit is {longest}", is_usual=True)


def wrong_media_type(media_type: str) -> RefusalReason:
    """A token for another purpose, such as a logout token (RFC 8725 section 3.11)."""
    return RefusalReason("typ", f"its header says typ {shown(media_type)}, but tokens for an API are 'JWT' or 'at+jwt'")


def not_understood(names: Iterable[str]) -> RefusalReason:
    """The header says something that changes what the token means."""
    return RefusalReason("header", f"its header has {listed(names)}, which Signet doesn't support")


def no_key(ring: KeyRing, algorithm: str, kid: str | None) -> RefusalReason:
    """None of the keys of *ring* signed a token whose header says *algorithm* and *kid*."""
    known = ring.known()
    fitting = [key for key in known if key.algorithm == algorithm]
    if not fitting:
        others = f": they are for {listed(key.algorithm for key in known)}" if known else ""
        text = f"it is signed with {shown(algorithm)}, but no key here is for that{others}"
        return RefusalReason("algorithm", text, "Set ALGORITHM to the algorithm of its issuer.")
    if kid is None:
        return _nameless(ring, algorithm, len(fitting))
    if any(key.kid == kid for key in fitting):
        mend = "Somebody changed the token, or another key has the same name."
        return RefusalReason("signature", f"the key {shown(kid)} did not sign it", mend)
    names = listed(key.kid for key in fitting)
    mend = (
        "Somebody else issued it, or JWK_URL belongs to another issuer."
        if ring.elsewhere
        else "Somebody else issued it, or the key has changed since."
    )
    return RefusalReason("kid", f"its key is {shown(kid)}, but the known ones are {names}", mend)


def _nameless(ring: KeyRing, algorithm: str, count: int) -> RefusalReason:
    own = sum(key.algorithm == algorithm for key in ring.keys)
    if count - own > 1:
        text = f"it doesn't name its key (kid), and {count - own} published keys are possible"
        return RefusalReason("kid", text, "Its issuer has to write kid, or to publish a single key.")
    return RefusalReason(
        "signature", f"it doesn't name its key (kid), and no known key signed it ({count} tried)", "Compare the keys."
    )
