"""
Run the tests: those of every suite (``test``), the ones for the loop of every day (``quick``), or the long ones
(``soak``). Those of the documentation are a part of ``make check``.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from subprocess import PIPE, STDOUT
from threading import Lock
from typing import Final

from tools import javascript, soak
from tools.make_venv import ROOT
from tools.suites import ACCOUNTS, LIBRARY, NO_TEST_FOUND, PARALLEL, SUITES, Suite, divided, environment, options

LANES: Final = 3
"""Suites that run beside each other: while one waits for a server to start, the others have the processors."""

QUICK: Final[Mapping[Suite, Sequence[str]]] = {
    LIBRARY: [
        *(f"tests/{one}" for one in ("core", "conf", "sessions", "sessions_wire")),
        *(str(one.relative_to(ROOT)) for one in sorted((ROOT / "tests" / "wire").glob("test_contract_*.py"))),
        *(f"--ignore=tests/sessions/test_{one}.py" for one in ("database_crash", "snapshot", "user_models")),
        "--ignore=tests/sessions_wire/test_odd_claims.py",
    ],
    ACCOUNTS: ACCOUNTS.again,
}
"""What is in one process and tells most for its time."""


@dataclass(frozen=True)
class Run:
    """One process of pytest."""

    name: str
    words: Sequence[str]

    def __call__(self) -> int:
        """Run it, say how far it is, and print it all at the end. The answer is the exit status."""
        command = [sys.executable, "-m", "pytest", "-q", *self.words]
        written: list[str] = []
        shown = 0
        with subprocess.Popen(command, cwd=ROOT, env=environment(), text=True, stdout=PIPE, stderr=STDOUT) as process:
            assert process.stdout
            for line in process.stdout:
                written.append(line)
                done = PERCENTAGE.search(line)
                if done and int(done[1]) >= shown + STEP:
                    shown = int(done[1])
                    print(f"{self.name}: {shown} %", flush=True)
        with PRINTING:
            print(f"== {self.name} ==", "".join(written), sep="\n", flush=True)
        return process.returncode


PRINTING: Final = Lock()
PERCENTAGE: Final = re.compile(r"\[ *(\d+)%\]$")
STEP: Final = 10


def main(words: list[str]) -> int:
    """
    Run what the verb says, the first of *words*, with further arguments for pytest.

    The answer is the exit status: 0 if no test failed.
    """
    verbs: Mapping[str, Callable[[Sequence[str]], int]] = {"test": test, "quick": quick, "soak": soak.main}
    verb, *more = words
    return verbs[verb](more)


def test(more: Sequence[str]) -> int:
    """Every suite, except tests that are marked for ``make soak``; with *more*, those of Python alone."""
    runs = list(of_suites(more))
    if more:
        return overall(in_lanes(runs), fine={0, NO_TEST_FOUND})
    return overall(in_lanes([runs[0], lambda: javascript.main("test"), *runs[1:]]))


def quick(more: Sequence[str]) -> int:
    """What is in one process, with the first user model."""
    runs = [
        Run(suite.name, [*PARALLEL, "-m", "not soak", *paths, *options(suite), *more]) for suite, paths in QUICK.items()
    ]
    return overall(in_lanes(runs), fine={0, NO_TEST_FOUND} if more else {0})


def of_suites(more: Sequence[str]) -> Iterator[Run]:
    """All of each suite, and what is run again with other settings."""
    for suite in SUITES:
        # A suite with a configuration of its own has no long tests, and doesn't know the mark.
        short = [*PARALLEL, *(["-m", "not soak"] if suite.settings else ()), *more]
        for name, words in divided(suite):
            yield Run(name, [*short, *words, *options(suite)])
        for other in suite.settings[1:]:
            yield Run(f"{suite.name} with {other}", [*short, *suite.again, f"--ds={other}"])


def in_lanes(runs: Sequence[Callable[[], int]]) -> Sequence[int]:
    """Run them beside each other. The answer is their exit statuses."""
    with ThreadPoolExecutor(LANES) as pool:
        return list(pool.map(lambda run: run(), runs))


def overall(statuses: Sequence[int], fine: Container[int] = (0,)) -> int:
    """The first that isn't *fine*; if all are, whether there was any test at all."""
    return next((one for one in statuses if one not in fine), min(statuses))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
