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

This page shows the cost of {SIGNET.name} next to {SIMPLE_JWT.name} {SIMPLE_JWT.version}, measured in one process and
one Django project. `python -m bench` measures again and writes this page.

![Time per operation, {SIGNET.name} beside {SIMPLE_JWT.name}; the numbers are in the tables below]({PLOT})

The plot leaves out the rows with the last-login update and with the default password hasher.
"""

READING: Final = f"""\
## Results

Times are medians, in µs of processor time for one run. The ratio says how many times as long {SIMPLE_JWT.name} takes:
above 1, {SIGNET.name} is faster. It is computed for each pair of blocks. The table has the median, with the lowest and
highest in brackets. Queries, checked signatures and bytes of the answer are those of one run, {SIGNET.name} first.
"""

METHOD: Final = f"""\
## How it was measured

- Both packages are installed in one Django project with an SQLite database in memory, and neither has any setting.
- A block runs one operation of one package {LONG.size} times (stateless authentication step: {SHORT.size}; default
  hasher: {HASHING.size}), each time with another token. The requests are built before the clock starts. Then a block of
  the other package follows. These are one pair. There are {LONG.pairs} pairs (default hasher: {HASHING.pairs}), and the
  packages take turns to go first.
- The clock is the processor time of the process, so other processes disturb less. Nothing here waits: there is no
  network and no disk. Python's garbage collector runs before each block, not during it.
- *Token seen before*: this process has seen all tokens of the pool before. {SIGNET.name} remembers genuine tokens, and
  then checks their times but no signature. {SIMPLE_JWT.name} checks the signature each time.
- *Token not seen before*: before each block, we clear the memory of {SIGNET.name}, with its settings and keys. Then we
  present one token that is not in the pool to both packages, so that they read these again. Then each token of the pool
  is presented once.
- Refresh and verify get tokens not seen before. Sign-in uses a cheap password hasher (MD5), because otherwise hashing
  would hide everything else. The rows with Django's default hasher (PBKDF2) show the cost of a real sign-in. There,
  both packages spend nearly all of the time in the same hashing code, and its noise is greater than all the rest.
- *Authentication step* calls `authenticate(request)` of the authentication class. *Whole request to a REST framework
  view* calls the view with a request of `APIRequestFactory`, up to the rendered JSON. *Whole request through all of
  Django* calls the WSGI handler, with the middleware of `startproject`. Endpoints are called as views, with JSON
  bodies.
- {SIMPLE_JWT.name} reads its settings once, at import. For the rows by algorithm, we replace its `state.token_backend`
  by a `TokenBackend` with the algorithm and the keys, as it would build it itself. For the last-login rows, we set
  `UPDATE_LAST_LOGIN` on its settings object. {SIGNET.name} gets the same through `override_settings`. Both use the same
  PEM keys: RSA with 2,048 bits, P-256, Ed25519.
- The target for slower operations counts a ratio below 1 if the 95 % interval of its median is below 1 as well. Other
  ratios below 1 are listed with their interval: a second measurement may find them above 1.

One operation differs between the packages. At a sliding refresh, {SIGNET.name} loads the user, who must exist and be
active. {SIMPLE_JWT.name} {SIMPLE_JWT.version} doesn't, and refreshes the token of a deleted user. This takes about half
the time and one query less. The row "{SLIDING}" shows both as they are.
The targets use the row "{SLIDING_CHECKED}", which adds the same check to {SIMPLE_JWT.name}.

{SIGNET.name}'s tokens are longer because their header names the key (`kid`). With it, you can replace a key while
tokens signed with the old one are still accepted.
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
