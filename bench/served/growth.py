"""
Signet among ten thousand sessions, and among ten million; and with users who have one session, ten, or a thousand.

Every table is in a database of its own, with a service of its own. Each refresh is of a session chosen at random out of
the whole table.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from bench.machine import machine
from bench.served.database import postgresql
from bench.served.described import describe, runtimes
from bench.served.fleet import SMALL, Crowd, Fleet, Service
from bench.served.growth_page import render
from bench.served.operations import Operation
from bench.served.people import FREE, Person
from bench.served.processes import Command, Cores, running
from bench.served.results import Results, save
from bench.served.rounds import Clock, Tell
from bench.served.sides import signet
from bench.served.sides.answers import cause, get_as
from bench.served.sides.side import PROJECTS, ROOT, Place, Side, Variant
from bench.served.traffic import Exchange, everyone
from bench.served.wire import Answer
from tests.real_parts.ports import free_port

PAGE: Final = ROOT / "docs" / "explanation" / "benchmarks-growth.md"
KEPT: Final = ROOT / "build" / "benchmarks-growth.json"
EMPTY: Final = "empty"
OPERATIONS: Final = (Operation.REFRESH, Operation.LIVE, Operation.LIST, Operation.SIGN_IN_FREE)
ROUNDS: Final = 5
SECONDS: Final = 2.0
MOST_SESSIONS: Final = 2_000
"""SESSIONS_PER_USER, so that a user can have a thousand and sign in."""


class Group(NamedTuple):
    """So many users with so many sessions each."""

    users: int
    sessions: int

    @property
    def slug(self) -> str:
        """The name of its database."""
        return f"{self.users}x{self.sessions}"

    @property
    def rows(self) -> int:
        """All their sessions."""
        return self.users * self.sessions

    @property
    def title(self) -> str:
        """Its name on the page."""
        return f"{self.rows:,} sessions: {self.users:,} users with {self.sessions:,}"


TABLES: Final = (Group(1_000, 10), Group(10_000, 10), Group(100_000, 10), Group(1_000_000, 10))
KINDS: Final = (Group(1_000_000, 1), Group(100_000, 10), Group(1_000, 1_000))
"""The same number of sessions, in the hands of many or of few."""

GROUPS: Final = tuple(dict.fromkeys((*TABLES, *KINDS)))
SMALL_GROUPS: Final = (Group(10, 10), Group(20, 1), Group(4, 25))
CROWD: Final = Crowd(refreshing=10_000, asking=500, signing_in=1_000)


def _is_list(person: Person, answer: Answer) -> str | None:
    del person
    return None if answer.status == 200 and answer.json() else cause(answer)


LIST: Final = Exchange(get_as(f"{signet.API}/sessions/", "access"), _is_list)


def side_of(group: Group) -> Side:
    """Signet with that table."""
    exchanges = {**signet.SIDE.exchanges, Operation.LIST: LIST}
    chosen = {one: exchanges[one] for one in OPERATIONS}
    return replace(signet.SIDE, slug=group.slug, name=group.title, exchanges=chosen)


class Tables(Fleet):
    """One service for each table."""

    def prepare(self) -> None:
        """Make the tables once; every other database is a copy."""
        place = Place(Variant(FREE, looks_up=False), free_port(), self.server.create(EMPTY))
        for command in signet.SIDE.prepare(place):
            command.run()

    def fill(self, group: Group, cores: Cores, folder: Path, stack: ExitStack) -> Side:
        """Fill a table, and start the service on it."""
        side, crowd = side_of(group), self.crowd
        place = Place(Variant(FREE, looks_up=False), free_port(), self.server.create(side.slug, EMPTY))
        environment = {**signet.variables(place), "SESSIONS_PER_USER": str(MOST_SESSIONS)}
        people = _filled(group, environment, sum(crowd[:3]))
        serve = Command(side.serve(place).words, environment, ROOT)
        process = stack.enter_context(running(serve, place.port, cores.service, folder / f"{side.slug}.log"))
        self._services[side.slug, place.variant] = Service(side, place.port, process)
        self._divide(side, people)
        everyone(place.port, side.renew, self._people[side.slug, Operation.LIVE], crowd.connections)
        return side

    def _divide(self, side: Side, people: Sequence[Person]) -> None:
        """A tenth ask, a tenth sign in, the others refresh; in a small table there are fewer of them."""
        asking = min(self.crowd.asking, len(people) // 10 + 1)
        signing_in = min(self.crowd.signing_in, len(people) // 10 + 1)
        several = deque(people[:asking])
        self._people |= {(side.slug, one): several for one in (Operation.LIVE, Operation.LIST)}
        self._people[side.slug, Operation.SIGN_IN_FREE] = deque(people[asking : asking + signing_in])
        self._people[side.slug, Operation.REFRESH] = deque(people[asking + signing_in :])


def _filled(group: Group, environment: dict[str, str], count: int) -> list[Person]:
    words = [sys.executable, str(PROJECTS / "signet_fill.py"), *map(str, group), FREE, str(count)]
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stderr[-2000:]}")
    lines = map(json.loads, done.stdout.splitlines())
    return [Person(one["name"], number, refresh=one["refresh"]) for number, one in enumerate(lines)]


def measure(tell: Tell, *, groups: Sequence[Group], crowd: Crowd, seconds: float, rounds: int) -> Results:
    """Fill all tables, and measure in all of them in turn."""
    cores = Cores.divide()
    os.sched_setaffinity(0, cores.others)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="signet-growth-")))
        server = stack.enter_context(postgresql(folder))
        tables = Tables(server, crowd)
        tables.prepare()
        sides = []
        for group in groups:
            tell(f"filling: {group.title}")
            sides.append(tables.fill(group, cores, folder, stack))
        cells = Clock(tables, seconds, tell).measure(sides, OPERATIONS, rounds)
        versions = describe(signet.SIDE).versions
        return Results(
            machine=machine(),
            postgresql=server.version,
            conditions=server.conditions,
            runtimes=runtimes(server),
            seconds=seconds,
            rounds=rounds,
            connections=crowd.connections,
            people=sum(crowd[:3]),
            sides=[replace(describe(signet.SIDE), slug=one.slug, name=one.name, versions=versions) for one in sides],
            cells=cells,
        )


def run(tell: Tell, page: Path | None, most: int, *, is_check: bool) -> int:
    """Measure up to *most* sessions, and write the page. The answer is 1 if the target is missed."""
    if is_check:
        results = measure(tell, groups=SMALL_GROUPS, crowd=SMALL, seconds=0.2, rounds=1)
    else:
        groups = [one for one in GROUPS if one.rows <= most]
        results = measure(tell, groups=groups, crowd=CROWD, seconds=SECONDS, rounds=ROUNDS)
    kept = page.with_suffix(".json") if page else KEPT
    save(results, kept)
    is_whole = most >= TABLES[-1].rows and not is_check
    written = page or (PAGE if is_whole else KEPT.with_name(PAGE.name))
    crowd = SMALL if is_check else CROWD
    text, is_met = render(results, TABLES[-1].slug, crowd.refreshing, crowd.asking)
    written.write_text(text, encoding="utf-8")
    if not is_met:
        tell("MISSED: the target on the page")
    tell(f"wrote {written}, and the figures to {kept}")
    return 0 if is_met or is_check else 1
