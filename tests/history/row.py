"""
The model: one row, and what a refresh token gets from it. Written from decisions 5, 14, 20 and 56, not from the code.

The row has a generation c. The tokens that stand for c are those of the race that led to it. ``start`` is where that
race began; a race that began with a token that had been replaced, ``previous``, is one "from behind".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

TICK: Final = 1e-6
DAY: Final = 86_400.0

ISSUED: Final = "issued"
SUPERSEDED: Final = "superseded"
WAIT: Final = "wait"
REUSED: Final = "reused"
OVER: Final = "over"
DONE: Final = "done"


class Rules(NamedTuple):
    """
    The windows of the service, in seconds. By *skew* the clocks of two machines may be apart without harm.

    By *clocks* the times of this log may differ from those that the service compares.
    """

    grace: float = 10.0
    retry: float = 300.0
    skew: float = 5.0
    clocks: float = 0.1

    @property
    def apart(self) -> float:
        """How far ahead a refresh may lie that counts as one of this moment."""
        return max(self.skew, self.grace)


class Ages(NamedTuple):
    """The time since the last refresh, as far as it is known."""

    least: float
    most: float


class Row(NamedTuple):
    """Where a session stands."""

    generation: int = 0
    previous: int | None = None
    start: int | None = None
    is_over: bool = False


class Outcome(NamedTuple):
    """The kind of answer, and the generation in it."""

    answer: str
    generation: int | None = None


class Step(NamedTuple):
    """An outcome, and the row afterwards. ``is_written``: the row moves, and from then on its age counts."""

    outcome: Outcome
    row: Row
    is_written: bool = False


def refresh(presented: int, row: Row, ages: Ages, rules: Rules) -> Iterator[Step]:
    """What may happen to a token of the generation *presented*: more than one thing where the age isn't known."""
    if row.is_over:
        yield Step(Outcome(OVER), row)
        return
    yield from dict.fromkeys(step for age in _edges(ages, rules) for step in _refresh_at(presented, row, age, rules))


def sign_out(row: Row) -> Step:
    """A session ends, or was over before."""
    return Step(Outcome(DONE), row._replace(is_over=True), is_written=not row.is_over)


def sign_out_everywhere(presented: int, row: Row, ages: Ages, rules: Rules) -> Iterator[Step]:
    """The same; a token that may be stolen is refused, and ends its session."""
    if row.is_over:
        yield sign_out(row)
        return
    for step in refresh(presented, row, ages, rules):
        yield step if step.outcome.answer in {WAIT, REUSED} else sign_out(row)


def _refresh_at(presented: int, row: Row, age: float, rules: Rules) -> Iterator[Step]:
    current = row.generation
    is_parallel = rules.grace > 0 and -rules.apart <= age <= rules.grace
    if presented >= current:
        # Of what the database forgot, the race has all where it goes on, and otherwise the token before.
        before = current if is_parallel else max(current, presented - 1)
        start = row.start if is_parallel and row.start is not None else before
        is_behind = row.previous is not None and row.previous < start < current
        moved = Row(presented + 1, row.previous if is_behind and is_parallel else presented, start)
        yield Step(Outcome(ISSUED, moved.generation), moved, is_written=True)
    elif max(rules.grace, rules.retry) and -DAY <= age < -rules.apart:
        yield Step(Outcome(WAIT), row)
    elif is_parallel:
        is_racing = presented in {row.previous, *_racing(row)}
        yield Step(Outcome(ISSUED, current) if is_racing else Outcome(SUPERSEDED), row)
    elif _is_lost(presented, row, age, rules) or _was_kept(presented, row, age, rules):
        moved = Row(current + 1, presented, current)
        yield Step(Outcome(ISSUED, moved.generation), moved, is_written=True)
    else:
        yield Step(Outcome(REUSED), row._replace(is_over=True), is_written=True)


def _racing(row: Row) -> range:
    """The generations of the race that led to the current one, but for the one before a race from behind."""
    if row.start is None or row.previous is None:
        return range(0)
    return range(row.start, row.previous + 1) if row.start <= row.previous else range(row.start + 1, row.generation)


def _is_lost(presented: int, row: Row, age: float, rules: Rules) -> bool:
    return presented == row.previous and rules.retry > 0 and -rules.apart <= age <= rules.retry


def _was_kept(presented: int, row: Row, age: float, rules: Rules) -> bool:
    return 0 < rules.grace < age and presented in _racing(row) and presented != row.start


def _edges(ages: Ages, rules: Rules) -> Iterator[float]:
    """Ages of which at least one lies in each part of *ages* in which the answer is the same."""
    least, most = ages.least - rules.clocks, ages.most + rules.clocks
    yield least
    yield most
    for edge in (-DAY, -rules.apart, 0.0, rules.grace, rules.retry):
        for age in (edge - TICK, edge, edge + TICK):
            if least < age < most:
                yield age
