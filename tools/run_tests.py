"""
Run every test: the library's, and beside them those of accounts with each of three user models, and of the service.

Each suite has a Django project of its own. Many tests wait for other processes, so two lanes of suites run at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

ROOT: Final = Path(__file__).resolve().parent.parent
ADOPTION: Final = "tests/contrib/simplejwt/adoption"
# Neighbours share the servers and browsers that a module starts, so they stay together until one worker has run dry.
PARALLEL: Final = ("-n", "auto", "--dist", "worksteal")
ALONE: Final = ("-n", "0")
LIBRARY: Final = (
    ("--ignore=tests/service", "--ignore=tests/soak", "--ignore=tests/accounts", f"--ignore={ADOPTION}", *PARALLEL),
)
OTHERS: Final = (
    ("--ds=tests.projects.accounts.settings", "tests/accounts", *ALONE),
    ("--ds=tests.projects.accounts.email_settings", "tests/accounts", *ALONE),
    ("--ds=tests.projects.accounts.uuid_settings", "tests/accounts", *ALONE),
    ("--ds=tests.contrib.simplejwt.adoption.settings", ADOPTION, *ALONE),
    ("--ds=tests.projects.service.settings", "tests/service", *PARALLEL),
)
NO_TEST_FOUND: Final = 5


def main(arguments: list[str]) -> int:
    """Run the suites with further *arguments*. The answer is the exit status: 0 if no test failed."""
    with TemporaryFile("w+") as output, ThreadPoolExecutor(1) as beside:
        others = beside.submit(run, OTHERS, arguments, output)
        statuses = run(LIBRARY, arguments)
        statuses += others.result()
        output.seek(0)
        print(output.read())
    if all(status == NO_TEST_FOUND for status in statuses):
        return NO_TEST_FOUND
    return max(0 if status == NO_TEST_FOUND and arguments else status for status in statuses)


def run(suites: Sequence[Sequence[str]], arguments: Sequence[str], output: IO[str] | None = None) -> list[int]:
    """The exit statuses of *suites*, one after the other. They print on the terminal, unless *output* is given."""
    commands = [[sys.executable, "-m", "pytest", *suite, *arguments] for suite in suites]
    return [
        subprocess.run(command, check=False, cwd=ROOT, env=environment(), stdout=output, stderr=output).returncode
        for command in commands
    ]


def environment() -> Mapping[str, str]:
    """That of this process. Bytecode that may not lie beside the sources is kept elsewhere: many processes need it."""
    variables = dict(os.environ)
    if variables.pop("PYTHONDONTWRITEBYTECODE", ""):
        variables.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / ".pytest_cache" / "bytecode"))
    return variables


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
