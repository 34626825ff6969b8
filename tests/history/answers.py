"""Promises about each answer by itself: the client's own, no 500, not late, and a 503 says when to come back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tests.history.entry import FAULT, Entry
from tests.history.violation import Violation

SERVER_ERROR: Final = "server_error"
GATEWAY_ERROR: Final = "gateway_error"
SLOW: Final = "slow"
UNHELPFUL_503: Final = "unhelpful_503"
GENUINE_REFUSED: Final = "genuine_token_refused"
MISTAKEN: Final = "answer_of_another"
UNEXPECTED: Final = "unexpected_status"

GATEWAY: Final = frozenset({502, 504})
"""A proxy's own answers. While a fault is on, or was a moment ago, it may not know better."""

REFUSALS: Final = frozenset({"token_invalid", "wrong_token_type", "wrong_tenant", "claim_missing", "token_too_large"})
"""Codes of a 401 that a genuine token never gets."""


EXPECTED: Final = frozenset({200, 201, 204, 304, 401, 409, 429})
"""Besides those from 500 on. The clients ask for nothing that there isn't, and for nothing that isn't theirs."""


def about_answers(entries: Sequence[Entry], bound: float, settle: float) -> Iterator[Violation]:
    """An answer takes *bound* seconds at most. *settle* seconds after a fault, a proxy knows again who answers."""
    faults = [one for one in entries if one.kind == FAULT]
    for one in entries:
        if one.kind == FAULT:
            continue
        if one.status is not None and one.status >= 500:
            yield from _about_error(one, faults, settle)
        if one.mistaken:
            yield Violation(MISTAKEN, f"it is for {one.mistaken}", [one])
        if one.status is not None and one.status < 500 and not _is_expected(one):
            yield Violation(UNEXPECTED, f"a {one.status} with the code {one.code or 'that is missing'}", [one])
        if one.seconds > bound:
            yield Violation(SLOW, f"{one.seconds:.1f} s, where {bound:g} s is the most", [one])
        if one.status == 401 and not one.spoiled and one.code in REFUSALS:
            yield Violation(GENUINE_REFUSED, f"{one.code}, for a token of the service's own", [one])


def _is_expected(one: Entry) -> bool:
    return one.status in EXPECTED and (one.status < 400 or bool(one.code))


def _about_error(one: Entry, faults: Sequence[Entry], settle: float) -> Iterator[Violation]:
    if one.status == 503:
        if not (one.code and _is_seconds(one.retry_after)):
            yield Violation(UNHELPFUL_503, "a 503 has a code, and Retry-After in seconds", [one])
    elif one.status not in GATEWAY:
        yield Violation(SERVER_ERROR, f"a {one.status}", [one])
    elif not any(fault.sent <= one.ended and one.sent <= fault.ended + settle for fault in faults):
        yield Violation(GATEWAY_ERROR, f"a {one.status}, and no fault is noted that explains it", [one])


def _is_seconds(text: str | None) -> bool:
    return text is not None and text.isascii() and text.isdigit() and int(text) > 0
