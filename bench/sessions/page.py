"""``docs/explanation/benchmarks-sessions.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bench.machine import versions
from bench.markdown import table
from bench.packages import SIGNET, SIMPLE_JWT
from bench.report import machine_section, targets_section
from bench.sessions.names import FORGED, LISTING, LIVE, REPLAYED, REPLAYED_FIRST, SIGN_IN, SNAPSHOT
from bench.sessions.results import Growth, Measured, Operations, Row, Storage
from bench.sessions.volume import Volume
from bench.targets import Target

INTRODUCTION: Final = f"""\
<!-- Written by `python -m bench.sessions`. Changes by hand are lost. -->

# Benchmarks: sessions

What `drf_signet.sessions` costs beside {SIMPLE_JWT.name} {SIMPLE_JWT.version} with `ROTATE_REFRESH_TOKENS`,
`BLACKLIST_AFTER_ROTATION` and its app `token_blacklist`, on SQLite, PostgreSQL and MariaDB. `python -m bench.sessions`
measures again and writes this page. The core, without sessions, is on [a page of its own](benchmarks.md).
"""

READING: Final = f"""\
## Requests

Times are µs for one request, medians, on the wall: to wait for the database is part of it. The ratio is how many times
as long {SIMPLE_JWT.name} takes: above 1, {SIGNET.name} is faster. It is computed for each pair of blocks; the table
gives the median, and the lowest and highest in brackets. Statements are those of one request; what stands after a plus
are the BEGIN, COMMIT and SAVEPOINT around them.
"""

EXPLANATION: Final = f"""\
A sign-in costs {SIGNET.name} more: beside writing the row, it looks for sessions beyond the limit of a user and for old
rows to delete, so that tables and lists stay small without a cron job. {SIMPLE_JWT.name} writes its row and no more.

Rows marked with an asterisk are shown and not judged, as the packages do different things there:

- *{REPLAYED_FIRST}*: {SIGNET.name} ends the session, and writes that down. {SIMPLE_JWT.name}
  answers the same 401 and changes nothing: the tokens that came after the replayed one live on. *{REPLAYED}*
  is every time after that, when both have nothing left to write.
- *{SNAPSHOT}*: {SIGNET.name} looks the session up in its list of those that were ended, which it keeps
  in memory. {SIMPLE_JWT.name} has nothing to look up: its access tokens can't be taken back.
- *{LIVE}*: {SIGNET.name} loads the session together with the user. {SIMPLE_JWT.name} loads the user.
"""

STORED: Final = """\
## Rows and bytes

Bytes are those of the tables that a refresh writes, with their indexes. A HOT update is one that PostgreSQL makes
without touching an index.
"""

GROWN: Final = """\
## Growth

µs for one refresh, medians, by the number of rows: sessions for the one package, outstanding tokens for the other.
There is one user for ten rows. Each refresh is of another row, at random out of the whole table. Below the times is
how many times as long it takes as in the smallest table, round by round: the median, and the lowest and highest in
brackets.
"""

METHOD: Final = f"""\
## How it was measured

- Both packages are installed in one Django project, with the middleware that `startproject` sets. {SIGNET.name} has no
  setting, {SIMPLE_JWT.name} has the two named above. Each database is measured in a process of its own. Connections are
  kept open (`CONN_MAX_AGE` is None) for both.
- A request is a call of the WSGI handler, from the environ to the end of `request_finished`. It was built before the
  clock started.
- A block is {{block}} requests of one package, each of another user. Then comes a block of the other package. That is
  one pair; there are {{pairs}} pairs, and the package that goes first alternates. Python's garbage collector runs
  before each block, not during it.
- Every answer has the status that belongs to the operation: 200, or 401 for what is forged or replayed.
- *refresh*: each presents the token that the last one gave. *{FORGED}*: the signature is that of another token.
- *Replayed*: a token that was replaced twice. The last refresh is moved back by an hour, beyond the windows in which
  {SIGNET.name} takes a replayed token for a retry.
- *{SIGN_IN}* has a cheap password hasher (MD5), as otherwise hashing would be all there is to see.
- *{LISTING}* is of a user with ten sessions. {SIMPLE_JWT.name} has no counterpart.
- On PostgreSQL a refresh of Simple JWT waits for the disk, twice, and one of Signet
  [doesn't](../decisions/0009-a-refresh-does-not-wait-for-the-disk.md). When it did, it was 3.9 times as fast.
- The tables of *Growth* are filled by the database itself. Then it is told to analyse them and to write everything down
  (PostgreSQL: `VACUUM ANALYZE` and `CHECKPOINT`; SQLite: `ANALYZE` and a checkpoint; MariaDB: `ANALYZE`). No
  outstanding token is blacklisted at first. All tables are there at once, and each round refreshes {{growth_block}}
  rows of each, in random order; there are {{rounds}} rounds.
"""


def render(results: Sequence[Measured], targets: Iterable[Target], volume: Volume) -> str:
    """The whole page."""
    return "\n".join(
        [
            INTRODUCTION,
            *targets_section(targets),
            READING,
            *(line for result in results for line in _requests(result)),
            EXPLANATION,
            STORED,
            *(line for result in results for line in _storage(result.server, result.operations)),
            GROWN,
            *(line for result in results for line in _growth(result.server, result.growth)),
            METHOD.format(**volume._asdict()).rstrip(),
            *(f"- {result.server}: {result.conditions}." for result in results),
            "",
            *machine_section({**versions(), **{result.server: result.version for result in results}}),
        ]
    )


def _requests(result: Measured) -> Iterator[str]:
    names = (SIGNET.name, SIMPLE_JWT.name)
    head = ("", *(f"{name}, µs" for name in names), "Ratio", *(f"{name}, statements" for name in names))
    yield from (f"### {result.server}", "", *table(head, map(_cells, result.operations.rows)), "")


def _cells(row: Row) -> tuple[str, ...]:
    theirs = row.timing.theirs_median
    return (
        row.name if row.is_like else f"{row.name} *",
        f"{row.timing.ours_median:,.0f}",
        "" if theirs is None else f"{theirs:,.0f}",
        str(row.timing.ratio or ""),
        str(row.ours),
        str(row.theirs or ""),
    )


def _storage(server: str, operations: Operations) -> Iterator[str]:
    done = f"{operations.refreshes:,} refreshes of {operations.sessions} sessions"
    head = ("", "Rows", "Bytes", "HOT updates")
    yield from (f"### {server}, before and after {done}", "", *table(head, map(_stored, operations.storage)), "")


def _stored(one: Storage) -> tuple[str, ...]:
    rows, size = (f"{before:,} → {after:,}" for before, after in (one.rows, one.size))
    return one.package, rows, size, _hot(*one.hot_updates) if one.hot_updates else ""


def _hot(updates: int, hot: int) -> str:
    return f"{hot:,} of {updates:,}" if updates else "no updates"


def _growth(server: str, growth: Growth) -> Iterator[str]:
    tables = sorted(growth.times[SIGNET.name])
    lines: list[tuple[str, ...]] = []
    for name in growth.times:
        lines.append((f"{name}, µs", *(f"{growth.median(name, rows):,.0f}" for rows in tables)))
        lines.append((f"{name}, times as long", "", *(str(growth.slowdown(name, rows)) for rows in tables[1:])))
    lines += [
        (f"{name}, MB", *(f"{size / 1e6:,.1f}" for size in sizes.values())) for name, sizes in growth.sizes.items()
    ]
    yield from (*table((server, *(f"{rows:,}" for rows in tables)), lines), "")
