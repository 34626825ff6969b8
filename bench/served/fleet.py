"""Every service, with its database and its users."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from bench.served.database import Server
from bench.served.operations import Operation
from bench.served.people import ARGON2, FREE, Person, named
from bench.served.processes import Cores, running
from bench.served.sides.side import Place, Side, Variant
from bench.served.traffic import everyone
from tests.real_parts.ports import free_port


class Crowd(NamedTuple):
    """How many users do what, and how many connections they have."""

    refreshing: int = 1_000
    """So many that none of them meets Signet's limit of 60 refreshes a minute."""

    asking: int = 100
    signing_in: int = 1_000
    connections: int = 16


SMALL: Final = Crowd(20, 10, 20, 4)


@dataclass
class Service:
    """A side in one variant, at work, and those who ask it."""

    side: Side
    port: int
    process: int


class Fleet:
    """All services. Each side has one database, which its variants share."""

    def __init__(self, server: Server, crowd: Crowd) -> None:
        self.server = server
        self.crowd = crowd
        self._services: dict[tuple[str, Variant], Service] = {}
        self._people: dict[tuple[str, Operation], deque[Person]] = {}

    def service(self, side: Side, operation: Operation) -> Service:
        """The one that answers *operation*."""
        return self._services[side.slug, side.variant(operation)]

    def people(self, side: Side, operation: Operation) -> deque[Person]:
        """Those who ask for *operation*."""
        return self._people[side.slug, operation]

    def start(self, side: Side, operations: Sequence[Operation], cores: Cores, folder: Path, stack: ExitStack) -> None:
        """Make the database of *side*, and run what *operations* need, until *stack* is closed."""
        url = self.server.create(side.slug)
        free = Variant(FREE, looks_up=False)
        for command in side.prepare(Place(free, free_port(), url)):
            command.run()
        self._fill(side)
        wanted = [one for one in operations if one in side.exchanges]
        for variant in dict.fromkeys([free, *map(side.variant, wanted)]):
            place = Place(variant, free_port(), url)
            log = folder / f"{side.slug}-{variant.password}-{variant.looks_up}.log"
            process = stack.enter_context(running(side.serve(place), place.port, cores.service, log))
            self._services[side.slug, variant] = Service(side, place.port, process)
        self._gather(side, self._services[side.slug, free].port)
        for one in wanted:
            everyone(self.service(side, one).port, side.exchanges[one], deque([self.people(side, one)[0]]), 1)

    def _fill(self, side: Side) -> None:
        count = sum(self.crowd[:3])
        for kind in (FREE, ARGON2):
            values = {"kind": kind, "count": count, "hash": side.password(kind)}
            for statement in side.fill:
                self.server.execute(side.slug, statement, values)
        self.server.execute(side.slug, "VACUUM ANALYZE")

    def _gather(self, side: Side, port: int) -> None:
        """Sign those in who are to be signed in before."""
        crowd = self.crowd
        names = [named(FREE, number) for number in range(sum(crowd[:3]))]
        refreshing, asking = deque(names[: crowd.refreshing]), deque(names[crowd.refreshing :][: crowd.asking])
        signing_in = deque(names[crowd.refreshing + crowd.asking :])
        for people in (deque([refreshing[0]]), refreshing, asking):
            # The first one alone: allauth loads modules at its first request, and fails if that is several at once.
            everyone(port, side.exchanges[Operation.SIGN_IN_FREE], people, min(len(people), crowd.connections))
        everyone(port, side.renew, asking, crowd.connections)
        hashed = deque(named(ARGON2, number) for number in range(crowd.signing_in))
        self._people |= {(side.slug, operation): asking for operation in Operation}
        self._people[side.slug, Operation.REFRESH] = refreshing
        self._people[side.slug, Operation.SIGN_IN_FREE] = signing_in
        self._people[side.slug, Operation.SIGN_IN] = hashed
