"""Odd values for a claim, as JSON texts, and the claims that they do no harm in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from signet_tokens.claims import LATEST_TIME

UNREADABLE: Final = {
    "nan": "NaN",
    "infinity": "-Infinity",
    "1e400": "1e400",
    "5000-digits": "9" * 5_000,
    "lone-surrogate": '"\\ud800"',
    "lone-surrogate-inside": '{"a":["\\udfff"]}',
    "name-twice": '{"a":1,"a":2}',
    "deep": "[" * 100 + "]" * 100,
    "unclosed": "[",
    "nothing": "",
}
"""No JSON that a token may hold: refused everywhere, whatever the claim."""

READABLE: Final = {
    "null": "null",
    "true": "true",
    "false": "false",
    "zero": "0",
    "minus-zero": "-0",
    "minus-zero-point-zero": "-0.0",
    "minus-one": "-1",
    "fraction": "0.5",
    "whole-fraction": "7.0",
    "tiny": "1e-300",
    "great": "1e300",
    "31-bits": f"{2**31 - 1}",
    "32-bits": f"{2**31}",
    "minus-32-bits": f"{-(2**31) - 1}",
    "63-bits": f"{2**63}",
    "64-bits": f"{2**64}",
    "400-digits": f"{10**400}",
    "4000-digits": "9" * 4_000,
    "year-9999": "253402300799",
    "year-10000": "253402300800",
    "empty": '""',
    "space": '" "',
    "digit": '"0"',
    "digits": f'"{2**63}"',
    "4400-digits": '"' + "9" * 4_400 + '"',
    "word": '"abc"',
    "none": '"None"',
    "nul": '"\\u0000"',
    "emoji": '"\\ud83d\\ude00"',
    "other-direction": '"\\u202eevil"',
    "sql": '"\' OR 1=1 --"',
    "uuid": '"7b6e0a44-4d7c-4f0e-9a54-0c7a9c1d2e3f"',
    "nil-uuid": '"00000000-0000-0000-0000-000000000000"',
    "10-kilobytes": '"' + "a" * 10_000 + '"',
    "empty-list": "[]",
    "list": '["a",1,null]',
    "nested-lists": "[" * 20 + "]" * 20,
    "empty-object": "{}",
    "object": '{"pk__gte":"0"}',
    "nested-objects": '{"a":' * 20 + "1" + "}" * 20,
}

Harmless = Callable[[object], bool]


def is_text(value: object) -> bool:
    """Any string."""
    return isinstance(value, str)


def is_number(value: object) -> bool:
    """A number that a calendar knows as a time."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LATEST_TIME


def is_over(value: object) -> bool:
    """A time in the past."""
    return is_number(value) and isinstance(value, (int, float)) and value < 1_700_000_000


def is_to_come(value: object) -> bool:
    """A time in the future."""
    return is_number(value) and isinstance(value, (int, float)) and value > 2_000_000_000


def is_anything(value: object) -> bool:
    """Whatever a token may hold."""
    return True


def is_nothing(value: object) -> bool:
    """None of them."""
    return False


def is_identifier(value: object) -> bool:
    """What a user may be called where nobody looks."""
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def is_unknown_session(value: object) -> bool:
    """A well-formed identifier of no session: over and purged, for those who don't need the session."""
    return isinstance(value, str) and len(value) == 36


SAME: Final[dict[str, Harmless]] = {
    "exp": is_to_come,
    "iat": is_over,
    "nbf": is_over,
    "sub": is_text,
    "aud": is_anything,
    "iss": is_anything,
    "auth_time": is_anything,
    "refresh_exp": is_anything,
    "x": is_anything,
}
"""Claims that are taken alike everywhere."""

OF_A_REFRESH_TOKEN: Final[dict[str, Harmless]] = {
    **SAME,
    **dict.fromkeys(("token_type", "jti", "user_id", "sid", "gen"), is_nothing),
}
OF_AN_ACCESS_TOKEN: Final[dict[str, Harmless]] = {
    **SAME,
    **dict.fromkeys(("token_type", "user_id", "sid"), is_nothing),
    "jti": is_text,
    "gen": is_anything,
}


def harmless(claims: dict[str, Harmless], claim: str) -> list[str]:
    """The JSON texts that may stand in *claim*."""
    return [text for text in READABLE.values() if claims[claim](json.loads(text))]


def harmful(claims: dict[str, Harmless], claim: str) -> list[str]:
    """Those that may not."""
    kept = harmless(claims, claim)
    return [text for text in (*UNREADABLE.values(), *READABLE.values()) if text not in kept]
