"""
Why a token is accepted or refused, in words: what ``manage.py token explain`` prints. Changes nothing.

Nothing here is for clients: it tells more about a session than its holder may know.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from drf_signet import jws
from drf_signet.claims import read_time
from drf_signet.conf import get_ring, get_settings
from drf_signet.errors import KeysUnavailableError, SignetError, TokenError
from drf_signet.sessions.device_words import in_words
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.presented import GENERATION_CLAIM, SESSION_CLAIM, session_id_of
from drf_signet.sessions.verification import is_refresh_token, verify_token
from drf_signet.strict_json import load_object
from drf_signet.tokens import Token, UntypedToken

UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))

SENTENCES: Final = {
    "token_expired": "it has expired",
    "token_not_yet_valid": "the clock of this machine is behind, or that of the machine that issued it was ahead",
    "token_invalid": "it is malformed, not signed by a key of ours, or not meant for this service",
    "token_too_large": "it is longer than any token of ours",
    "keys_unavailable": "the keys of its issuer can't be fetched now",
    "session_not_found": "its session doesn't exist, or was over long ago and has been purged",
    "session_mismatch": "its session never issued it, so it was signed by somebody who has the key",
    "session_user_mismatch": "its session is another user's",
    "session_expired": "its session has reached SESSION_LIFETIME",
    "session_revoked": "its session was ended",
    "token_reused": "it was replaced by a newer one; to refresh with it would end the session",
    "user_not_found": "its user is gone",
    "user_inactive": "its user is disabled",
    "password_changed": "the user's password changed after the sign-in",
    "no_active_account": "USER_AUTHENTICATION_RULE refuses its user",
}

DETAILS: Final = {"token_expired": "expires", "token_not_yet_valid": "issued", "session_revoked": "ended"}
"""Which fact is part of the sentence."""

LONGEST_VALUE: Final = 300
"""Characters."""


class Explanation(NamedTuple):
    """The verdict as a sentence, and the facts behind it: a name and a value each."""

    verdict: str
    facts: list[tuple[str, str]]
    is_accepted: bool


def explain(raw: str, now: datetime) -> Explanation:
    """All there is to say about *raw* at *now*. Raises nothing for whatever *raw* is."""
    facts = [(name, _printable(value)) for name, value in _facts(raw, now)]
    try:
        verify_token(raw, now=now)
    except SignetError as error:
        sentence = SENTENCES.get(error.code, error.message)
        detail = dict(facts).get(DETAILS.get(error.code, ""))
        verdict = f"Refused: {sentence}{f': {detail}' if detail else ''} ({error.code})."
        return Explanation(verdict=verdict, facts=facts, is_accepted=False)
    return Explanation(verdict="Accepted.", facts=facts, is_accepted=True)


def _facts(raw: str, now: datetime) -> Iterator[tuple[str, str]]:
    try:
        data = raw.encode("ascii")
        header = jws.read_header(data.partition(b".")[0])
    except (UnicodeEncodeError, TokenError):
        return
    yield "algorithm", header.algorithm
    try:
        verified = jws.verify(data, get_ring())
    except (TokenError, KeysUnavailableError):
        yield "key", _why_no_key_fits(header.kid)
        return
    yield "key", f"{verified.key.kid}: it signed this token"
    try:
        claims = load_object(verified.payload)
    except TokenError:
        yield "payload", "no JSON object, or one that repeats a name"
        return
    yield from _claims(claims, now)


def _why_no_key_fits(kid: str | None) -> str:
    known = [key.kid for key in get_ring().keys]
    if kid in known:
        return f"{kid} is ours, but did not sign this: the token was altered or cut"
    ours = ", ".join(known) or "we have none"
    return f"{kid} is not ours ({ours})" if kid else f"not named, and none of ours fits ({ours})"


def _printable(text: str) -> str:
    # What stands in the header of a forged token is printed as well, and may be meant for the terminal.
    return "".join(one if one.isprintable() else "?" for one in text[:LONGEST_VALUE])


def _claims(claims: dict[str, object], now: datetime) -> Iterator[tuple[str, str]]:
    settings = get_settings()
    yield "type", str(claims.get(settings.TOKEN_TYPE_CLAIM or "", "not said"))
    yield "user", str(claims.get(settings.USER_ID_CLAIM, "none is named"))
    for name, claim in (("issued", "iat"), ("expires", "exp"), ("signed in", "auth_time")):
        if claim in claims:
            yield name, _moment(claims[claim], now)
    for name, claim, wanted in (
        ("audience", "aud", ", ".join(settings.audiences)),
        ("issuer", "iss", settings.ISSUER),
    ):
        if wanted or claim in claims:
            yield name, f"{claims.get(claim, 'none')} (wanted: {wanted or 'any'})"
    token = _unverified(claims, now)
    if SESSION_CLAIM in token:
        yield from _session(token, now)


def _session(token: Token, now: datetime) -> Iterator[tuple[str, str]]:
    try:
        session = Session.objects.filter(pk=session_id_of(token)).first()
    except TokenError:
        session = None
    if session is None:
        yield "session", f"{token[SESSION_CLAIM]}: not found"
        return
    yield "session", f"{session.pk}, on {in_words(session.user_agent)}, from {session.ip or 'an unknown address'}"
    yield "opened", _ago(session.created_at, now)
    yield "last used", _ago(session.last_used_at, now)
    yield "ends", _ago(session.expires_at, now)
    if session.revoked_at is not None:
        yield "ended", f"{_ago(session.revoked_at, now)}: {Reason(session.revoke_reason).label}"
    if is_refresh_token(token) and GENERATION_CLAIM in token:
        yield "generation", f"{token[GENERATION_CLAIM]}; the session is at {session.generation}"


def _unverified(claims: dict[str, object], now: datetime) -> Token:
    token = UntypedToken(now=now)
    token.payload = claims
    return token


def _moment(value: object, now: datetime) -> str:
    try:
        return _ago(datetime.fromtimestamp(read_time(value), UTC), now)
    except (TokenError, ValueError, OverflowError, OSError):
        return f"{value!r}, which is no time"


def _ago(moment: datetime, now: datetime) -> str:
    seconds = int((now - moment).total_seconds())
    stamp = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    for unit, size in UNITS:
        if abs(seconds) >= size:
            amount = abs(seconds) // size
            words = f"{amount} {unit}{'s' if amount > 1 else ''}"
            return f"{stamp}, {words} ago" if seconds > 0 else f"{stamp}, in {words}"
    return f"{stamp}, now"
