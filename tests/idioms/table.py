"""The table of idioms: what comes out of each, and how many sessions it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final, NamedTuple

from tests.idioms.tiers import TIERS, Tier

Act = Callable[[Tier], object]
KINDS: Final = ("credentials", "claims", "answers", "refreshing", "by_hand", "authenticating", "in_tests")


class Idiom(NamedTuple):
    """*act* returns *outcome* on each of *tiers*, and on Simple JWT where it *is_theirs*; and opens *sessions*."""

    act: Act
    outcome: object
    sessions: int
    tiers: Sequence[Tier]
    is_theirs: bool

    @property
    def name(self) -> str:
        """The kind, and what is written."""
        return f"{self.act.__module__.rpartition('.')[2]}.{self.act.__name__}"


IDIOMS: Final[list[Idiom]] = []


def idiom(
    outcome: object, *, sessions: int = 1, tiers: Sequence[Tier] = TIERS, is_theirs: bool = True
) -> Callable[[Act], Act]:
    """Enter a function into the table."""

    def enter(act: Act) -> Act:
        IDIOMS.append(Idiom(act, outcome, sessions, tiers, is_theirs))
        return act

    return enter


def idioms() -> list[Idiom]:
    """All of them."""
    for kind in KINDS:
        import_module(f"tests.idioms.{kind}")
    return IDIOMS


def plain(outcome: Any) -> Any:
    """*outcome* as JSON knows it: what was a tuple is a list."""
    if isinstance(outcome, dict):
        return {name: plain(one) for name, one in outcome.items()}
    return [plain(one) for one in outcome] if isinstance(outcome, (list, tuple)) else outcome
