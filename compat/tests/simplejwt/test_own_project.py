"""A project written for Simple JWT passes its tests: with the real package, with one line, and with another prefix."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

PROJECT: Final = Path(__file__).parent / "project"
PROFILES: Final = {"standard": "config.settings", "sliding": "config.sliding", "service": "config.service"}

REAL: Final = "rest_framework_simplejwt"
OURS: Final = "drf_signet_compat.simplejwt"
FIRST_LINE: Final = "from __future__ import annotations\n"
ONE_LINE: Final = f"from {OURS} import install; install()\n"


def leave(project: Path) -> None:
    """Leave *project* to the real package."""


def install(project: Path) -> None:
    """Write the one line into the settings of *project*, and put the real package out of its reach."""
    settings = project / "config" / "settings.py"
    text = settings.read_text()
    assert text.count(FIRST_LINE) == 1
    settings.write_text(text.replace(FIRST_LINE, FIRST_LINE + ONE_LINE))
    hide(project)


def replace(project: Path) -> None:
    """Replace the name of the real package in every file of *project*, and put it out of the project's reach."""
    for file in project.rglob("*.py"):
        file.write_text(file.read_text().replace(REAL, OURS))
    hide(project)


def hide(project: Path) -> None:
    """Stand in for the real package, and for the one that signs for it, with modules that can't be imported."""
    for name in (REAL, "jwt"):
        (project / f"{name}.py").write_text(f'raise ImportError("{name} is not to be imported here")\n')


def number_of_tests(folder: Path) -> int:
    """The number of tests in the files of *folder*."""
    return sum(len(re.findall(r"^    def test_", file.read_text(), re.MULTILINE)) for file in folder.glob("tests_*.py"))


def run_own_tests(copy: Path, profile: str) -> None:
    """Run the tests of the project in *copy*: all of them run, none is skipped, all pass."""
    inherited = {name: one for name, one in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "PYTHONPATH"}}
    done = subprocess.run(
        [sys.executable, "-W", "error", "manage.py", "test", f"tests.{profile}", f"--settings={PROFILES[profile]}"],
        cwd=copy,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    ran = re.search(r"^Ran (\d+) tests in ", output, re.MULTILINE)
    assert ran is not None, output
    assert int(ran[1]) == number_of_tests(PROJECT / "tests" / profile) > 0
    assert re.search(r"^OK$", output, re.MULTILINE), output


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("prepare", [leave, install, replace])
def test_its_own_tests_pass(prepare: Callable[[Path], None], profile: str, tmp_path: Path) -> None:
    """Every test in the project runs, none is skipped, all pass, and nothing warns."""
    copy = tmp_path / "project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    prepare(copy)
    run_own_tests(copy, profile)


def test_there_are_more_than_two_hundred_tests() -> None:
    """A handful of tests would not prove much."""
    assert sum(number_of_tests(PROJECT / "tests" / profile) for profile in PROFILES) > 200
