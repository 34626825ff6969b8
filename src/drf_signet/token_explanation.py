"""
Why a token is accepted or refused, in words: what ``manage.py token explain`` prints. Changes nothing.

Nothing here is for clients: it tells more about a token than its holder may know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from drf_signet.conf import get_settings, imported
from drf_signet.database_errors import outage
from drf_signet.errors import SignetError, TokenError, WrongTokenTypeError
from drf_signet.foreign_tokens import ForeignToken, is_foreign
from drf_signet.foreign_users import check_foreign_user
from drf_signet.known_token import KnownToken
from drf_signet.refusal_log import reason_of
from drf_signet.token_facts import claims_of, facts_about_claims, facts_about_keys, issuer_of, printable
from drf_signet.tokens import Token, UntypedToken
from drf_signet.user_identifier import has_users
from drf_signet.users import user_of
from signet_tokens.claim_reasons import no_user

SENTENCES: Final = {
    "token_expired": "it has expired",
    "token_not_yet_valid": "this machine's clock is behind, or the clock of the machine that issued it was ahead",
    "token_too_large": "it is longer than any token that Signet writes",
    "wrong_tenant": "it is for another tenant, or doesn't name its tenant",
    "tenant_unknown": "TENANT doesn't name the tenant of this request",
    "database_unavailable": "the database of its user can't be reached",
    "database_not_migrated": "the database of its user has to be migrated",
    "keys_unavailable": "the keys of its issuer can't be fetched right now",
    "session_not_found": "its session doesn't exist, or has been over for long and was purged",
    "session_mismatch": "its session never issued it, so somebody else who has the key signed it",
    "session_user_mismatch": "its session belongs to another user",
    "session_expired": "its session has reached SESSION_LIFETIME",
    "session_revoked": "its session was ended",
    "token_reused": "a newer one replaced it; to refresh with it would end the session",
    "user_not_found": "its user no longer exists",
    "user_inactive": "its user is disabled",
    "password_changed": "the user's password changed after the sign-in",
    "no_active_account": "USER_AUTHENTICATION_RULE refuses its user",
}

DETAILS: Final = {"token_expired": "expires", "token_not_yet_valid": "issued", "session_revoked": "ended"}
"""Which fact is part of the sentence."""


class Explanation(NamedTuple):
    """The verdict as a sentence, the facts behind it, a name and a value each, and what to do, if anything."""

    verdict: str
    facts: list[tuple[str, str]]
    is_accepted: bool
    hint: str = ""


class Witness(NamedTuple):
    """What a part of this package knows of tokens beside their claims: *facts* about one, and whether it is good."""

    facts: Callable[[Token, datetime], Iterator[tuple[str, str]]]
    check: Callable[[Token], None]
    """Raises `TokenError`."""


_witnesses: dict[str, Witness] = {}


def ask_also(name: str, witness: Witness) -> None:
    """From now on, ask *witness*, too: the one called *name*."""
    _witnesses[name] = witness


def explain(raw: str, now: datetime, looks_up_users: Callable[[], bool] = has_users) -> Explanation:
    """
    All there is to say about *raw* at *now*. Raises nothing for whatever *raw* is.

    Its user has to be there where *looks_up_users* says that what authenticates asks for the row.
    """
    facts: list[tuple[str, str]] = []
    try:
        # One by one, so that a failure keeps the facts before it.
        for fact in _facts(raw, now):
            facts += [(fact[0], printable(fact[1]))]
        _check(raw, now, looks_up_users)
    except Exception as caught:
        # Where a token is looked at, there may be no database.
        error = caught if isinstance(caught, SignetError) else outage(caught)
        if error is None:
            raise
        detail = dict(facts).get(DETAILS.get(error.code, ""))
        verdict = f"Refused: {_sentence(error)}{f': {detail}' if detail else ''} ({error.code})."
        return Explanation(verdict, facts, is_accepted=False, hint=reason_of(error).mend)
    return Explanation("Accepted.", facts, is_accepted=True)


def _sentence(error: SignetError) -> str:
    said = SENTENCES.get(error.code)
    # Of somebody unknown, the error says more where it knows what was looked for.
    if isinstance(error, TokenError) and (said is None or (error.reason and error.code not in DETAILS)):
        return reason_of(error).text
    return said or error.message


def _facts(raw: str, now: datetime) -> Iterator[tuple[str, str]]:
    if not raw.isascii():
        return
    yield from facts_about_keys(raw.encode())
    claims = claims_of(raw.encode())
    if claims is None:
        return
    yield from facts_about_claims(claims, now, issuer_of(raw))
    if is_foreign(raw):
        return
    token = _unverified(claims, now)
    for witness in _witnesses.values():
        yield from witness.facts(token, now)


def _check(raw: str, now: datetime, looks_up_users: Callable[[], bool]) -> None:
    if is_foreign(raw):
        check_foreign_user(ForeignToken(raw, now=now), looks_up_users)
        return
    token: Token = KnownToken(raw, now=now)
    for witness in _witnesses.values():
        witness.check(token)
    if _authenticates(raw, now):
        _check_user(token, looks_up_users)


def _authenticates(raw: str, now: datetime) -> bool:
    """Whether it is for requests, and not for a refresh. Raises `TokenError` if it is, and no class accepts it."""
    errors: list[TokenError] = []
    for path in get_settings().AUTH_TOKEN_CLASSES:
        token_class: type[Token] = imported(path)
        try:
            token_class(raw, now=now)
        except WrongTokenTypeError:
            continue
        except TokenError as error:
            errors.append(error)
        else:
            return True
    if errors:
        raise errors[0]
    return False


def _check_user(token: Token, looks_up_users: Callable[[], bool]) -> None:
    claim = get_settings().USER_ID_CLAIM
    if claim not in token:
        raise TokenError(reason=no_user(claim))
    if looks_up_users():
        user_of(token)


def _unverified(claims: dict[str, Any], now: datetime) -> Token:
    token = UntypedToken(now=now)
    token.payload = claims
    return token
