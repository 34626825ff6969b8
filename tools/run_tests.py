"""
Run every test: the library's, those of accounts with each of two user models, of adoption, of the service, and of the
clients in both languages. Those of the documentation are a part of ``make check``.

Each suite of the library's has a Django project of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Final

from tools import javascript
from tools.make_venv import ROOT

ADOPTION: Final = "compat/tests/simplejwt/adoption"
# One worker more than processors, as many tests wait for a server to start. Neighbours share the servers and browsers
# that a module starts, so they stay together until one worker has run dry.
PARALLEL: Final = ("-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal")
SUITES: Final = (
    (
        *(f"--ignore={one}" for one in ("tests/docs", "tests/service", "tests/soak", "tests/accounts", ADOPTION)),
        "tests",
        "compat/tests",
    ),
    ("--ds=tests.projects.accounts.settings", "tests/accounts"),
    ("--ds=tests.projects.accounts.email_settings", "tests/accounts"),
    ("--ds=compat.tests.simplejwt.adoption.settings", ADOPTION),
    ("--ds=tests.projects.service.settings", "tests/service"),
    ("-c", "clients/python/pyproject.toml", "clients/python/tests"),
)
NO_TEST_FOUND: Final = 5


def main(arguments: list[str]) -> int:
    """
    Run the suites with further *arguments*: those of Python alone, if there are any.

    The answer is the exit status: 0 if no test failed.
    """
    in_javascript = 0 if arguments else javascript.main("test")
    commands = [[sys.executable, "-m", "pytest", *suite, *PARALLEL, *arguments] for suite in SUITES]
    statuses = [subprocess.run(one, check=False, cwd=ROOT, env=environment()).returncode for one in commands]
    if all(status == NO_TEST_FOUND for status in statuses):
        return NO_TEST_FOUND
    return max(in_javascript, *(0 if status == NO_TEST_FOUND and arguments else status for status in statuses))


def environment() -> Mapping[str, str]:
    """That of this process. Bytecode that may not lie beside the sources is kept elsewhere: many processes need it."""
    variables = dict(os.environ)
    if variables.pop("PYTHONDONTWRITEBYTECODE", ""):
        variables.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / ".pytest_cache" / "bytecode"))
    return variables


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
