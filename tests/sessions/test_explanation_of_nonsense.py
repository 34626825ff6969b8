"""Nonsense and odd tokens are explained as well, in one plain sentence."""

from __future__ import annotations

from dataclasses import replace as replace_fields
from datetime import UTC, datetime

import pytest

from drf_signet.keys_in_force import get_ring
from drf_signet.token_explanation import explain
from signet_tokens import jws
from tests.core.test_tokens import signed
from tests.sessions.test_explanation import facts
from tests.stand_ins.key_pairs import signing_key

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)

NONSENSE = {
    "empty": "",
    "a-word": "garbage",
    "dots": "..",
    "many-dots": "." * 500,
    "blanks": "a b.c d.e f",
    "a-nul": "a\0b.c.d",
    "a-surrogate": "\ud800.\udfff.\udc80",
    "letters-of-elsewhere": "жеттон.жеттон.жеттон",
    "escape-sequences": "\x1b[2J.\x1b[2J.\x1b[2J",
    "too-long": "a." * 100_000,
    "no-object": "W10.W10.W10",
}


@pytest.mark.parametrize("raw", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused_in_a_sentence(db: None, raw: str) -> None:
    """Every kind of it, and the sentence repeats nothing of it."""
    explanation = explain(raw, NOW)
    assert not explanation.is_accepted
    assert explanation.verdict in {
        "Refused: it is malformed (token_invalid).",
        "Refused: a part of it isn't a JSON object, or repeats a name (token_invalid).",
        "Refused: it has 1 part, but a signed token has three (token_invalid).",
        "Refused: it has 501 parts, but a signed token has three (token_invalid).",
        "Refused: it has 200000 characters, but the limit is 16384 (token_invalid).",
    }
    assert explanation.facts == []


def by_our_key(payload: bytes) -> str:
    """A token with any payload, signed as ours are."""
    return jws.sign(payload, get_ring().signing_key)


ODD_PAYLOADS = {
    "no-json": b"{",
    "no-text": b"\xff\xfe",
    "no-object": b"[]",
    "a-name-twice": b'{"exp": 1, "exp": 2}',
    "an-infinite-number": b'{"exp": 1e999}',
    "nothing": b"{}",
    "deep": b"[" * 5_000,
}


@pytest.mark.parametrize("payload", ODD_PAYLOADS.values(), ids=ODD_PAYLOADS)
def test_an_odd_payload_under_our_signature_is_refused_in_a_sentence(db: None, payload: bytes) -> None:
    """Somebody else may have the key, and sign things that no library would."""
    assert explain(by_our_key(payload), NOW).verdict.startswith("Refused: ")


ODD_CLAIMS = {
    "times-that-are-words": {"exp": "tomorrow", "iat": None, "auth_time": [1]},
    "times-beyond-the-calendar": {"exp": 10**15, "iat": -(10**15), "auth_time": 10**300},
    "a-session-that-is-no-text": {"sid": {"a": 1}, "gen": 0},
    "a-session-that-is-an-address": {"sid": "../../etc/passwd", "gen": "0"},
    "a-user-that-is-a-list": {"user_id": [[]], "token_type": {}},
}


@pytest.mark.parametrize("claims", ODD_CLAIMS.values(), ids=ODD_CLAIMS)
def test_odd_claims_under_our_signature_are_refused_in_a_sentence(db: None, claims: dict[str, object]) -> None:
    """They are shown as they are."""
    raw = signed(**{"exp": NOW.timestamp() - 60, "jti": "1", "token_type": "access", **claims})
    explanation = explain(raw, NOW)
    assert explanation.verdict.startswith("Refused: ")
    assert {"type", "user", "expires"} <= facts(explanation).keys()


def test_a_time_that_is_none_is_said_to_be_none(db: None) -> None:
    """The explanation shows it."""
    explanation = explain(signed(exp="tomorrow", iat=10**15, jti="1"), NOW)
    named = facts(explanation)
    assert (named["expires"], named["issued"]) == ("'tomorrow', which is no time", f"{10**15}, which is no time")


def test_what_a_stranger_wrote_cannot_move_the_cursor(db: None) -> None:
    """The name of a key may be forged, and is shown on a terminal."""
    key = replace_fields(signing_key("HS256"), kid="\x1b[2J\nkey forged")
    shown = explain(jws.sign(b"{}", key), NOW)
    assert all(value.isprintable() for _, value in shown.facts)
