"""Prints what a log shows: ``python -m tests.history LOG [POLL_INTERVAL]``. Exits with 1 for violations or no lines."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tests.history.checking import check
from tests.history.entry import read


def main(log: str, poll_interval: str = "3") -> int:
    """Count what was asked, and print each violation with the lines that prove it."""
    entries = read(Path(log))
    counts = Counter((one.kind, one.status or one.why or "no answer") for one in entries)
    for (kind, status), number in sorted(counts.items(), key=str):
        say(f"{number:>8}  {kind}  {status}")
    found = check(Path(log), float(poll_interval))
    say(f"\n{len(entries)} lines, {len(found)} violations")
    for violation in found:
        say(f"\n{violation}")
    # A log of nothing proves nothing.
    return 1 if found or not entries else 0


def say(text: str) -> None:
    """Print *text*."""
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
