"""
Why a token is refused: what it has, what was wanted, and which setting to look at.

For those who run the service, in the log and by ``token explain``; nothing here is for clients. No framework is known
here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from reprlib import Repr
from typing import Final

SHOWN: Final = 5
"""How many of several values are shown."""

LONGEST: Final = 100
"""Characters of a value."""

_short: Final = Repr()
_short.maxlevel, _short.maxlist, _short.maxdict = 2, SHOWN, SHOWN
_short.maxstring = _short.maxother = _short.maxlong = LONGEST


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """
    One reason. *text* is a clause about the token, such as "it has no aud"; *mend* is a sentence, or empty.

    *name* is one of a few fixed words. The log limits its lines by it.
    """

    name: str
    text: str
    mend: str = ""
    is_usual: bool = False
    """Whether it happens every day, and nothing has to be mended."""

    def __str__(self) -> str:
        return f"{self.text}.{f' {self.mend}' if self.mend else ''}"


MALFORMED: Final = RefusalReason("malformed", "it is malformed", is_usual=True)


def shown(value: object) -> str:
    """*value* in one line of printable characters, and not all of it where it is long."""
    # A string's repr escapes whatever moves a cursor or turns text around.
    return _short.repr(value)


def listed(values: Iterable[str]) -> str:
    """The first few of *values*, or "none"."""
    every = sorted(set(values))
    more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
    return ", ".join(map(shown, every[:SHOWN])) + more if every else "none"
