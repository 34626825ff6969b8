"""
The long tests, one part after another: first those that the suites leave to ``make soak``, then the files of
``tests/soak``.

With ``SIGNET_SOAK_SECONDS``, it ends after so many, and says what it didn't get to: that is no failure.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Final

from tests.soak.elsewhere import ELSEWHERE
from tools.make_venv import ROOT
from tools.suites import NO_TEST_FOUND, PARALLEL, SUITES, arguments, environment, innermost, options

LAST: Final = "benchmark"
"""What only measures comes last."""

GRACE: Final = 30
"""Seconds in which a part that is cut off has ended its servers."""

FAILED: Final = 1
CUT_OFF: Final = -1


def main(more: Sequence[str]) -> int:
    """Run them until the first failure, with *more* arguments for pytest. The answer is the exit status."""
    left = max(0.0, float(os.environ.get("SIGNET_SOAK_SECONDS", "inf")))
    end = monotonic() + left
    parts = list(all_parts())
    for place, (name, words) in enumerate(parts):
        print(f"== {name} ==", flush=True)
        status = run([*words, *more], end - monotonic())
        if status == CUT_OFF:
            print(f"Not reached within {left:.0f} seconds: {', '.join(name for name, _ in parts[place:])}.")
            return 0
        if status not in {0, NO_TEST_FOUND}:
            return status
    return 0


def all_parts() -> Iterator[tuple[str, Sequence[str]]]:
    """Each with its name and the arguments of pytest, the most useful first."""
    for suite in SUITES:
        files = [file for file in ELSEWHERE if innermost(ROOT / file) is suite]
        if files:
            yield suite.name, [*PARALLEL, "-m", "soak", *files, *options(suite)]
    for suite in SUITES:
        for other in suite.settings[1:]:
            yield f"{suite.name} with {other}", [*PARALLEL, *arguments(suite), f"--ds={other}"]
    long = (str(one.relative_to(ROOT)) for one in (ROOT / "tests" / "soak").glob("test_*.py"))
    for file in sorted(long, key=lambda one: (LAST in one, one)):
        yield file, [file]


def run(words: Sequence[str], seconds: float) -> int:
    """One part. The answer is its exit status, or that it was cut off after *seconds*."""
    if seconds <= 0:
        return CUT_OFF
    # A shell that started this in the background ignores it, and so would whatever is started from here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen([sys.executable, "-m", "pytest", "-q", "-x", *words], cwd=ROOT, env=environment())
    try:
        return process.wait(None if seconds == float("inf") else seconds)
    except subprocess.TimeoutExpired:
        # As Ctrl-C does: the servers that it started are ended.
        process.send_signal(signal.SIGINT)
    try:
        return FAILED if process.wait(GRACE) == FAILED else CUT_OFF
    except subprocess.TimeoutExpired:
        process.kill()
        return CUT_OFF
