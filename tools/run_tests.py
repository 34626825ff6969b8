"""
Run every test: the library's, those of accounts with each of three user models, then the service's.

Each suite has a Django project of its own.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Final

SUITES: Final = (
    ("--ignore=tests/service", "--ignore=tests/soak", "--ignore=tests/accounts", "-n", "auto"),
    ("--ds=tests.projects.accounts.settings", "tests/accounts", "-n", "auto"),
    ("--ds=tests.projects.accounts.email_settings", "tests/accounts", "-n", "auto"),
    ("--ds=tests.projects.accounts.uuid_settings", "tests/accounts", "-n", "auto"),
    ("--ds=tests.projects.service.settings", "tests/service", "-n", "auto", "--dist", "loadfile"),
)
NO_TEST_FOUND: Final = 5


def main(arguments: list[str]) -> int:
    """Run the suites with further *arguments*. The answer is the exit status: 0 if no test failed."""
    statuses = [
        subprocess.run([sys.executable, "-m", "pytest", *suite, *arguments], check=False).returncode for suite in SUITES
    ]
    if all(status == NO_TEST_FOUND for status in statuses):
        return NO_TEST_FOUND
    return max(0 if status == NO_TEST_FOUND and arguments else status for status in statuses)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
