"""Refreshes among ten thousand rows, and among a million: each of another session, at random out of the table."""

from __future__ import annotations

import random
from typing import NamedTuple

from django.core.management import call_command

from bench.packages import SIGNET, SIMPLE_JWT, Package
from bench.sessions.filling import fill, pick
from bench.sessions.pairing import time_block
from bench.sessions.results import Growth
from bench.sessions.router import using
from bench.sessions.sides import refresh
from bench.sessions.storage import size
from bench.sessions.terminal import tell
from bench.sessions.volume import Volume


class Contestant(NamedTuple):
    """A package in a table of *rows*."""

    package: Package
    rows: int


def grow(volume: Volume) -> Growth:
    """Fill a table of each size, and refresh in all of them in turn."""
    tables, rounds, block = volume.tables, volume.rounds, volume.growth_block
    sizes: dict[str, dict[int, int]] = {SIGNET.name: {}, SIMPLE_JWT.name: {}}
    tokens: dict[Contestant, list[str]] = {}
    for rows in tables:
        alias = str(rows)
        tell(f"  filling a table with {rows:,} sessions")
        with using(alias):
            call_command("migrate", database=alias, verbosity=0)
        fill(alias, rows)
        for package in (SIGNET, SIMPLE_JWT):
            sizes[package.name][rows] = size(package, alias)
            tokens[Contestant(package, rows)] = pick(package, alias, (rounds + 1) * block)
    tell(f"  {rounds} rounds of {block} refreshes in each table with each package")
    times: dict[str, dict[int, list[float]]] = {name: {rows: [] for rows in tables} for name in sizes}
    contestants = list(tokens)
    for number in range(rounds + 1):
        random.shuffle(contestants)
        for one in contestants:
            chosen = tokens[one][number * block : (number + 1) * block]
            with using(str(one.rows)):
                elapsed = time_block(refresh(one.package, chosen))
            # The first round opens connections and compiles statements.
            if number:
                times[one.package.name][one.rows].append(elapsed)
    return Growth(times, sizes)
