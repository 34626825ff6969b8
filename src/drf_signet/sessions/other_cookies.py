"""Cookies that hold no token, recognized by a name in the code: for a language, for a theme."""

from __future__ import annotations

import dis
from collections.abc import Collection, Iterator, Sequence
from types import CodeType, FunctionType
from typing import Final

USES: Final = frozenset({"set_cookie", "delete_cookie", "set_signed_cookie", "get_signed_cookie", "COOKIES"})
"""The calls that set or read a cookie."""

WORKED_WITH: Final = frozenset({"self", "request", "response"})


def names_of_other_cookies(function: FunctionType, token_words: Collection[str]) -> set[str]:
    """The names and strings in *function* that it uses for such cookies alone."""
    others: set[str] = set()
    of_tokens: set[str] = set()
    for code in _codes(function.__code__):
        instructions = list(dis.get_instructions(code))
        for at, one in enumerate(instructions):
            if one.argval in USES and one.opname in ("LOAD_ATTR", "LOAD_METHOD"):
                words = _words(_arguments(instructions, at))
                is_other = bool(words) and not any(word in name.lower() for word in token_words for name in words)
                (others if is_other else of_tokens).update({one.argval, *words[:1]})
    return others - of_tokens


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _arguments(instructions: Sequence[dis.Instruction], at: int) -> Sequence[dis.Instruction]:
    """What stands between the attribute and the end of the expression that begins with its object."""
    begins = instructions[at].positions
    if begins is None or begins.lineno is None:
        return ()
    start = (begins.lineno, begins.col_offset)
    ends = [
        number
        for number, one in enumerate(instructions[at + 1 :], at + 1)
        if one.positions
        and (one.positions.lineno, one.positions.col_offset) == start
        and not one.opname.startswith("LOAD")
    ]
    return instructions[at + 1 : ends[-1]] if ends else ()


def _words(arguments: Sequence[dis.Instruction]) -> list[str]:
    """The name of the cookie and all other words; none where the name isn't known, or the value might be anything."""
    name = next((one.argval for one in arguments if one.opname == "LOAD_CONST"), None)
    words = [one.argval for one in arguments if isinstance(one.argval, str)]
    variables = {one.argval for one in arguments if one.opname.startswith(("LOAD_FAST", "LOAD_DEREF"))}
    return [name, *words] if isinstance(name, str) and variables <= {name, *WORKED_WITH} else []
