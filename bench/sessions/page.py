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

This page shows the cost of `drf_signet.sessions` next to {SIMPLE_JWT.name} {SIMPLE_JWT.version} with
`ROTATE_REFRESH_TOKENS`, `BLACKLIST_AFTER_ROTATION` and its app `token_blacklist`, on SQLite, PostgreSQL and MariaDB.
`python -m bench.sessions` measures again and writes this page. The core, without sessions, has [its own
page](benchmarks.md).
"""

READING: Final = f"""\
## Requests

Times are medians, in µs of wall time for one request, so they include waiting for the database. The ratio says how many
times as long {SIMPLE_JWT.name} takes: above 1, {SIGNET.name} is faster. It is computed for each pair of blocks. The
table has the median, with the lowest and highest in brackets. Statements are those of one request; the number after a
plus counts the BEGIN, COMMIT and SAVEPOINT around them.
"""

EXPLANATION: Final = f"""\
A sign-in costs {SIGNET.name} more. It writes the row, looks for sessions beyond the limit of a user, and counts the
attempt. One in ten also looks for old rows to delete. So tables and lists stay small without a cron job.
{SIMPLE_JWT.name} only writes its row.

Rows with an asterisk are shown but not judged, because the packages do different things there:

- *{REPLAYED_FIRST}*: {SIGNET.name} ends the session, and writes that to the database. {SIMPLE_JWT.name} answers
  the same 401 and changes nothing: the tokens that came after the replayed one stay valid. *{REPLAYED}* is
  every later time, when neither has anything to write.
- *{SNAPSHOT}*: {SIGNET.name} looks up the session in its list of ended sessions, which it keeps in memory.
  {SIMPLE_JWT.name} has nothing to look up: you can't revoke its access tokens.
- *{LIVE}*: {SIGNET.name} loads the session together with the user. {SIMPLE_JWT.name} loads the user.
"""

STORED: Final = """\
## Rows and bytes

Bytes are those of the tables that a refresh writes, with their indexes. PostgreSQL makes a HOT update without touching
an index.
"""

GROWN: Final = """\
## Growth

The table has medians in µs for one refresh, by the number of rows: sessions for one package, outstanding tokens for the
other. There is one user for ten rows. Each refresh is of another row, chosen at random from the whole table. Below the
times is the ratio to the smallest table, round by round: the median, with the lowest and highest in brackets.
"""

METHOD: Final = f"""\
## How it was measured

- Both packages are installed in one Django project, with the middleware of `startproject`. {SIGNET.name} has no
  setting, and {SIMPLE_JWT.name} has the two named above. Each database is measured in a process of its own. Connections
  stay open (`CONN_MAX_AGE` is None) for both.
- A request is a call of the WSGI handler, from the environ to the end of `request_finished`. It is built before the
  clock starts.
- A block is {{block}} requests of one package, each of another user. Then a block of the other package follows. These
  are one pair. There are {{pairs}} pairs, and the packages take turns to go first. Python's garbage collector runs
  before each block, not during it.
- Every answer has the status of its operation: 200, or 401 for a forged or replayed token.
- *refresh*: each presents the token from the last one. *{FORGED}*: the signature is that of another token.
- *Replayed*: a token that was replaced twice. We move the last refresh back by an hour, beyond the windows in which
  {SIGNET.name} treats a replayed token as a retry.
- *{SIGN_IN}* uses a cheap password hasher (MD5), because otherwise hashing would hide everything else.
- *{LISTING}* is of a user with ten sessions. {SIMPLE_JWT.name} has no counterpart.
- On PostgreSQL, a refresh of Simple JWT waits for the disk, twice, and one of Signet
  [doesn't](../decisions/0009-a-refresh-does-not-wait-for-the-disk.md). When it did, it was 3.9 times as fast.
- The database itself fills the tables of *Growth*. Then it analyses them and writes everything to disk (PostgreSQL:
  `VACUUM ANALYZE` and `CHECKPOINT`; SQLite: `ANALYZE` and a checkpoint; MariaDB: `ANALYZE`). No outstanding token is on
  the blacklist at first. All tables exist at the same time. Each round refreshes {{growth_block}} rows of each, in
  random order; there are {{rounds}} rounds.
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
