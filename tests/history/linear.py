"""
Is there an order of the requests about one session in which the model gives each of them its answer?

Each request has to take effect between being sent and being answered; one without an answer may take effect until it
is too late for that, or never. All states that the row may be in are kept ("worlds"), and at each answer those remain
that explain it. Requests that change nothing are put into the order as early as they can be, which excludes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from tests.history.entry import Entry
from tests.history.operation import Operation
from tests.history.row import Ages, Row, Rules

LONGEST_PAST: Final = 64
"""Generations that a database may forget at once."""


class World(NamedTuple):
    """A possible state: the row, what came before it, and the requests under way that have taken effect."""

    row: Row
    past: tuple[Row, ...] = ()
    done: frozenset[int] = frozenset()


class Unexplained(NamedTuple):
    """An answer that no order explains, and the states that the row may have been in."""

    operation: Operation
    rows: Sequence[Row]
    under_way: Sequence[Operation]


class Search:
    """The session that *sign_in* opened, and the *faults* in which the database may have forgotten refreshes."""

    def __init__(self, sign_in: Entry, faults: Sequence[Entry], rules: Rules) -> None:
        self._rules = rules
        self._faults = faults
        self._first = Row()
        self._written: dict[Row, Ages] = {self._first: Ages(sign_in.sent, sign_in.ended)}
        self._worlds = {World(self._first)}
        self._pending: dict[int, Operation] = {}

    def run(self, operations: Iterable[Operation]) -> Unexplained | None:
        """The first answer that has no explanation."""
        moments = [(one.sent, 0, one) for one in operations]
        moments += [(one.answered, 1, one) for _, _, one in moments]
        for moment, is_end, one in sorted(moments, key=lambda found: found[:2]):
            if not is_end:
                self._pending[one.number] = one
                self._worlds = {self._settled(world, moment) for world in self._worlds}
                continue
            worlds = set(self._explained(one, moment))
            if one.outcome is None:
                # It never had an effect, or had one that nobody has seen yet.
                worlds |= self._worlds
            del self._pending[one.number]
            if not worlds:
                return Unexplained(one, [world.row for world in self._worlds], list(self._pending.values()))
            self._worlds = {world._replace(done=world.done - {one.number}) for world in worlds}
        return None

    @property
    def possible(self) -> Sequence[Row]:
        """What the row may be in the end."""
        return [world.row for world in self._worlds]

    def _explained(self, wanted: Operation, moment: float) -> Iterator[World]:
        """The worlds that follow from those there are, in which *wanted* is done."""
        open_, seen = list(self._worlds), set(self._worlds)
        while open_:
            world = open_.pop()
            if wanted.number in world.done:
                yield world
                continue
            for further in self._next(world, moment):
                if further not in seen:
                    seen.add(further)
                    open_.append(further)

    def _next(self, world: World, moment: float) -> Iterator[World]:
        tried = set()
        for one in self._pending.values():
            likeness = (one.kind, one.presented, one.outcome)
            if one.number in world.done or likeness in tried:
                continue
            for step in one.steps(world.row, self._written[world.row], moment, self._rules):
                if not step.is_written or one.outcome not in {None, step.outcome}:
                    continue
                tried.add(likeness)
                self._note(step.row, Ages(one.sent, min(one.answered, moment)))
                past = (*world.past, world.row)[-LONGEST_PAST:] if self._faults else ()
                yield self._settled(World(step.row, past, world.done | {one.number}), moment)
        yield from self._forgotten(world, moment)

    def _settled(self, world: World, moment: float) -> World:
        """*world*, once all that has its answer from this row, and changes nothing, is done."""
        done = {
            one.number
            for one in self._pending.values()
            if one.outcome is not None
            and one.number not in world.done
            and any(
                one.outcome == step.outcome and not step.is_written
                for step in one.steps(world.row, self._written[world.row], one.answered, self._rules)
            )
        }
        return world._replace(done=world.done | done) if done else world

    def _forgotten(self, world: World, moment: float) -> Iterator[World]:
        for fault in self._faults:
            if moment < fault.sent:
                continue
            for position, row in enumerate(world.past):
                newer = world.past[position + 1] if position + 1 < len(world.past) else world.row
                if self._written[newer].least <= fault.ended:
                    restored = row._replace(is_over=world.row.is_over)
                    self._note(restored, self._written[row])
                    yield self._settled(World(restored, world.past[:position], world.done), moment)

    def _note(self, row: Row, written: Ages) -> None:
        known = self._written.get(row, written)
        self._written[row] = Ages(min(known.least, written.least), max(known.most, written.most))
