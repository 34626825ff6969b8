"""``docs/explanation/benchmarks.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from bench.machine import machine, versions
from bench.markdown import table
from bench.operations import HASHING, LONG, SHORT, SLIDING, SLIDING_CHECKED
from bench.packages import SIGNET, SIMPLE_JWT
from bench.targets import Row, Target

PLOT: Final = "benchmarks.svg"

INTRODUCTION: Final = f"""\
<!-- Written by `python -m bench`. Changes by hand are lost. -->

# Benchmarks

What {SIGNET.name} costs beside {SIMPLE_JWT.name} {SIMPLE_JWT.version}, measured in one process and one Django project.
`python -m bench` measures again and writes this page.

![Time per operation, {SIGNET.name} beside {SIMPLE_JWT.name}; the numbers are in the tables below]({PLOT})

The plot leaves out what the tables say about the last-login update and the default password hasher.
"""

READING: Final = f"""\
## Results

Times are µs of processor time for one run, medians. The ratio is how many times as long {SIMPLE_JWT.name} takes: above
1, {SIGNET.name} is faster. It is computed for each pair of blocks; the table gives the median, and the lowest and
highest in brackets. Queries, signatures checked and bytes of the answer are those of one run, {SIGNET.name} first.
"""

METHOD: Final = f"""\
## How it was measured

- Both packages are installed in one Django project with an SQLite database in memory, and neither has any setting.
- A block runs one operation of one package {LONG.size} times (stateless authentication step: {SHORT.size}; default
  hasher: {HASHING.size}), each time with another token, in a request that was built before the clock started. Then
  comes a block of the other package. That is one pair; there are {LONG.pairs} pairs (default hasher: {HASHING.pairs}),
  and the package that goes first alternates.
- The clock is the processor time of the process, so that other processes disturb less. Nothing here waits for
  anything: there is no network and no disk. Python's garbage collector runs before each block, not during it.
- *Token seen before*: all tokens of the pool were presented to this process before. {SIGNET.name} remembers tokens that
  it found genuine, and then checks their times but no signature. {SIMPLE_JWT.name} checks the signature each time.
- *Token not seen before*: before each block, what {SIGNET.name} remembers is dropped, together with its settings and
  keys; a token that is not in the pool is presented to both packages, so that those are read again; then each token
  of the pool is presented once.
- Refresh and verify are sent tokens not seen before. Sign-in has a cheap password hasher (MD5), as otherwise hashing
  would be all there is to see; the rows with Django's default hasher (PBKDF2) show what a real sign-in costs. In those
  rows, nearly all of the time goes into the same hashing code, and its noise is greater than all the rest.
- *Authentication step* is `authenticate(request)` of the authentication class. *Whole request to a REST framework view*
  is a call of the view with a request of `APIRequestFactory`, up to the rendered JSON. *Whole request through all of
  Django* is a call of the WSGI handler, with the middleware that `startproject` sets. Endpoints are called as views,
  with JSON bodies.
- {SIMPLE_JWT.name} reads its settings once, at import. For the rows by algorithm, its `state.token_backend` is replaced
  by a `TokenBackend` built with the algorithm and the keys, which is what it would have built itself; for the
  last-login rows, `UPDATE_LAST_LOGIN` is set on its settings object. {SIGNET.name} gets the same through
  `override_settings`. Both use the same PEM keys: RSA with 2,048 bits, P-256, Ed25519.
- The target for slower operations counts a ratio below 1 when the 95 % interval of its median lies below 1 as well.
  Other ratios below 1 are listed with their interval: a second measurement may find them above 1.

One operation is not the same in both packages: at a sliding refresh, {SIGNET.name} loads the user, who must still exist
and be active. {SIMPLE_JWT.name} {SIMPLE_JWT.version} does not look, and refreshes the token of a deleted user, which
takes about half the time and one query less. The row "{SLIDING}" shows both as they are; the targets judge
the row "{SLIDING_CHECKED}", in which the same look is added to {SIMPLE_JWT.name}.

{SIGNET.name}'s tokens are longer because their header names the key (`kid`), so that a key can be replaced while tokens
signed with the old one are still accepted.
"""


def render(rows: Sequence[Row], targets: Iterable[Target], lengths: dict[str, tuple[int, int]]) -> str:
    """The whole page."""
    return "\n".join(
        [
            INTRODUCTION,
            *targets_section(targets),
            READING,
            *_results(rows),
            *_lengths(lengths),
            METHOD,
            *machine_section(versions()),
        ]
    )


def targets_section(targets: Iterable[Target]) -> Iterator[str]:
    """What had to come out, and what did."""
    lines = [(target.demand, target.found, "met" if target.is_met else "**missed**") for target in targets]
    yield from ("## Targets", "", *table(("Target", "Measured", ""), lines), "")


def _results(rows: Sequence[Row]) -> Iterator[str]:
    head = ("", f"{SIGNET.name}, µs", f"{SIMPLE_JWT.name}, µs", "Ratio", "Queries", "Signatures", "Answer, bytes")
    for group, members in groupby(rows, key=lambda row: row.operation.group):
        yield from (f"### {group}", "", *table(head, map(_cells, members)), "")


def _cells(row: Row) -> tuple[str, ...]:
    ours, theirs = row.counts.ours, row.counts.theirs
    ratio = row.timing.ratio
    return (
        row.operation.name,
        _time(row.timing.ours_median),
        _time(row.timing.theirs_median),
        str(ratio) if ratio else "",
        _pair(ours.queries, theirs.queries if theirs else None),
        _pair(ours.signatures, theirs.signatures if theirs else None),
        _pair(ours.answer, theirs.answer if theirs else None),
    )


def _time(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f}"


def _pair(ours: int | None, theirs: int | None) -> str:
    return " / ".join(str(one) for one in (ours, theirs) if one is not None)


def _lengths(lengths: dict[str, tuple[int, int]]) -> Iterator[str]:
    lines = [(name, str(ours), str(theirs)) for name, (ours, theirs) in lengths.items()]
    yield from ("### Bytes of a token", "", *table(("", SIGNET.name, SIMPLE_JWT.name), lines), "")


def machine_section(software: Mapping[str, str]) -> Iterator[str]:
    """On what it was measured."""
    yield from ("## Where it was measured", "", f"{machine()}. Other processes may have run at the same time.", "")
    yield from table(("Software", "Version"), software.items())
    yield ""
