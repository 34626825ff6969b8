"""The tests of the project ``site``, in processes of their own: with each name, and with each database."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from compat.tests.simplejwt.processes import SETTINGS, Done, database, python
from tests.real_parts import servers
from tests.sessions.conftest import options_for

SITE: Final = Path(__file__).parent / "site"
CASES: Final = sorted(one.name for one in SITE.glob("cases_*.py"))
TESTS: Final = ("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", f"--ds={SETTINGS}")

FEW: Final = ("cases_flush.py", "cases_rotation.py")
MORE: Final = ("cases_admin.py", "cases_refusals.py", "cases_tokens.py")
"""Files whose tests PostgreSQL, or the name of Simple JWT, may affect."""


def run(*files: str, **environment: str) -> Done:
    """The tests in *files* of the project."""
    return python(*TESTS, "-o", "python_files=*.py", *(str(SITE / one) for one in files), **environment)


def test_on_sqlite() -> None:
    """By our own name."""
    done = run(*CASES)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("files", [FEW, MORE], ids=["few", "more"])
def test_on_postgresql_and_installed(files: tuple[str, ...]) -> None:
    """By the name of Simple JWT in INSTALLED_APPS, and with real transactions."""
    with servers.private_folder() as folder, servers.postgresql(folder) as url:
        done = run(
            *files,
            SIMPLE_JWT_INSTALLED="1",
            SIMPLE_JWT_NAME="rest_framework_simplejwt",
            SIMPLE_JWT_DATABASE=database(options_for(url)),
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout


def test_without_the_blacklist_app() -> None:
    """The views don't claim to revoke tokens if no table records that."""
    done = run("without_blacklist.py", SIMPLE_JWT_WITHOUT_BLACKLIST="1")
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_cases() -> None:
    """The files are found."""
    assert len(CASES) >= 6
