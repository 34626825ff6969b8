"""``docs/explanation/benchmarks-accounts.md``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bench.accounts.measure import PAUSE, WARM_UP, Times
from bench.accounts.people import KINDS, UNKNOWN
from bench.accounts.spread import WANTED, Difference, Spread
from bench.machine import versions
from bench.markdown import table
from bench.report import machine_section

INTRODUCTION: Final = f"""\
<!-- Written by `python -m bench.accounts`. Changes by hand are lost. -->

# Benchmarks: does time reveal who has an account?

Some requests answer alike for every address: sign-in with a wrong password or a wrong code by mail, sign-up, and the
requests for a new link, a password reset and a code (see
[accounts](../how-to/accounts.md#keep-secret-who-has-an-account)). This page shows how long the answers take. The
medians should differ by less than {WANTED:.0%}. `python -m bench.accounts` measures again and writes this page.

Times are milliseconds of wall time for one request: the median, with the quartiles in brackets. The difference is the
one between the median and that of an unknown address. The interval in brackets contains it with 95 % certainty.
"""

METHOD: Final = f"""\
## How it was measured

- Each row is {{calls}} calls, each about another address. All calls to one endpoint are in random order, so
  disturbances affect all kinds of addresses alike. {WARM_UP} calls of each kind came first, and were not counted.
- A call is a request to the WSGI handler, from the environ to the end of `request_finished`. Python's garbage collector
  runs before it, not during it.
- As in the service, Argon2 hashes passwords, as Django sets it up; users sign in through `EmailBackend`, with the
  address; and the default dispatcher sends mails, in threads of the same process. The mail backend is Django's dummy.
  {PAUSE * 1_000:.0f} ms pass after each call, in which its mail is sent.
- *Disabled*: `is_active` is false. *Unverified*: nobody has followed the link yet.
- The interval comes from a bootstrap of the two medians.
- Nothing is throttled.
"""


class Measured(NamedTuple):
    """The times in one database."""

    server: str
    conditions: str
    times: Times

    def differences(self) -> Iterator[tuple[str, str, Difference]]:
        """Endpoint and kind, and how far from an unknown address."""
        for endpoint, times in self.times.items():
            for kind in KINDS[1:]:
                yield endpoint, kind, Difference.of(times[kind], times[UNKNOWN])


def verdict(difference: Difference) -> str:
    """In a word."""
    return "met" if difference.is_small else "**missed**"


def render(results: Sequence[Measured], calls: int) -> str:
    """The whole page."""
    lines = [INTRODUCTION]
    for result in results:
        lines += [f"## {result.server}\n", *_table(result), ""]
    lines.append(METHOD.format(calls=calls))
    lines += [f"- {result.server}: {result.conditions}." for result in results]
    lines += ["", *machine_section(versions())]
    return "\n".join(lines)


def _table(result: Measured) -> Iterator[str]:
    differences = {(endpoint, kind): one for endpoint, kind, one in result.differences()}
    lines = []
    for endpoint, times in result.times.items():
        for kind in KINDS:
            difference = differences.get((endpoint, kind))
            told = (str(difference), verdict(difference)) if difference else ("", "")
            lines.append((f"{endpoint}: {kind}", str(Spread.of(times[kind])), *told))
    return table(("", "ms", "difference", f"below {WANTED:.0%}"), lines)
