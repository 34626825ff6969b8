"""
JSON as a signed token may hold it: one object, no name twice, no number beyond numbers, not nested without end, and
nothing that can't be written as UTF-8. What passes can be copied and signed again.
"""

from __future__ import annotations

import json
from json import JSONDecoder
from math import isfinite
from typing import Any, Final, NoReturn

from signet_tokens.errors import TokenError
from signet_tokens.reasons import RefusalReason

MAXIMUM_DEPTH: Final = 32
"""Objects and lists inside each other."""

NO_OBJECT: Final = RefusalReason("json", "a part of it isn't a JSON object, or repeats a name", is_usual=True)

CONTAINERS: Final = frozenset({dict, list})
"""What holds other values."""


def load_object(data: bytes) -> dict[str, Any]:
    """
    Read *data* as one JSON object.

    RFC 8725 section 3.10 and RFC 7515 section 4 want one meaning: a repeated name has two. Raises `TokenError`.
    """
    try:
        text = data.decode()
        value = _decoder.decode(text)
        if "\\u" in text:
            # An escaped lone surrogate parses, and then breaks whatever writes it out (RFC 8259 section 8.2).
            json.dumps(value, ensure_ascii=False).encode()
        _check_depth(value, MAXIMUM_DEPTH)
    except (ValueError, RecursionError):
        raise TokenError(reason=NO_OBJECT) from None
    if not isinstance(value, dict):
        raise TokenError(reason=NO_OBJECT)
    return value


def _check_depth(value: object, left: int) -> None:
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    nested = [one for one in members if type(one) in CONTAINERS]
    if nested and left == 1:
        raise ValueError("nested too deeply")
    for one in nested:
        _check_depth(one, left - 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name occurs twice")
    return value


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("a number is too large")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_decoder = JSONDecoder(object_pairs_hook=_object, parse_float=_finite, parse_constant=_refuse_constant)
