"""``docs/explanation/benchmarks-verifiers.md``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bench.machine import versions
from bench.markdown import table
from bench.report import machine_section
from bench.verifiers.pairs import POOL, Row
from bench.verifiers.storm import STORM, Weathered

WANTED: Final = 1.1
"""How many times as long a good token may take during a storm."""

INTRODUCTION: Final = """\
<!-- Written by `python -m bench.verifiers`. Changes by hand are lost. -->

# Benchmarks of verifiers

A service that accepts the tokens of another fetches its public keys and verifies with them. This page compares three
ways to do that: Signet's [`ISSUERS`](../how-to/identity-providers.md), `PyJWKClient` of PyJWT, and `JWK_URL` of Simple
JWT. `python -m bench.verifiers` measures again and writes this page.

Times are microseconds of processor time for one token: the median. The ratio says how many times as long the other
package takes: the median, with the lowest and the highest in brackets.
"""


def render(rows: Sequence[Row], storm: Weathered, rounds: int) -> str:
    """The page."""
    return "\n".join([INTRODUCTION, *_tables(rows), *_storm(storm), *_method(rounds), *machine_section(versions())])


def _tables(rows: Sequence[Row]) -> Iterator[str]:
    for is_new, title in ((True, "Tokens that are new"), (False, "Tokens that were presented before")):
        yield f"## {title}\n"
        lines = (_line(row) for row in rows if row.is_new is is_new)
        yield from table(("", "Signet", "the other", "ratio"), lines)
        yield ""
    yield "Signet remembers the tokens that it verified. The others verify each signature again.\n"


def _line(row: Row) -> Sequence[str]:
    theirs = row.timing.theirs_median or 0.0
    return f"{row.algorithm}, {row.other}", f"{row.timing.ours_median:.1f}", f"{theirs:.1f}", str(row.ratio)


def _storm(storm: Weathered) -> Iterator[str]:
    verdict = "met" if storm.unseen.median <= WANTED else "missed"
    yield "## A storm of unknown keys\n"
    yield f"Anybody can send tokens that name keys that don't exist. Here, {STORM:,} of them, with {STORM:,}"
    yield f"names, come between {STORM:,} tokens of users. New tokens of users should take {WANTED - 1:.0%} longer"
    yield f"at most than between as many tokens of other users: {verdict}.\n"
    lines = (("new", str(storm.unseen)), ("presented before", str(storm.seen)))
    yield from table(("tokens of users", "times as long"), lines)
    yield "\nTo find a token that was presented before takes so little time that the caches of the processor decide."
    yield f"In {storm.rounds} such storms, Signet asked the issuer {storm.fetches} times.\n"


def _method(rounds: int) -> Iterator[str]:
    yield "## How it was measured\n"
    yield f"- Each row is {rounds} pairs of blocks of {POOL} tokens: the same tokens at one side and at the other, in"
    yield "  turn."
    yield "- The keys come from a server on the same machine, once, before the clock starts."
    yield "- Each side checks signature, times, issuer and audience, and returns the claims."
    yield "- Simple JWT knows no Ed25519.\n"
