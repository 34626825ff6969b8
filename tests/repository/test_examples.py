"""The examples work: each is a project of its own, so each one's tests run in a process of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.real_parts.needs import program
from tests.real_parts.old_environments import only_one_at_a_time

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
PROJECTS: Final = sorted(one.parent for one in EXAMPLES.glob("*/manage.py"))
STRICT: Final = """
[mypy]
strict = True
enable_error_code = ignore-without-code, redundant-expr, truthy-bool, possibly-undefined
warn_unreachable = True
plugins = mypy_django_plugin.main, mypy_drf_plugin.main
explicit_package_bases = True

[mypy.plugins.django-stubs]
django_settings_module = project.settings
"""

CACHE: Final = EXAMPLES.parent / ".mypy_cache" / "examples"
"""Most of the time goes into what all of them import."""

FAST: Final = """
from project.settings import *

# Those of Django take a third of a second for each password, on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""

each_example = pytest.mark.parametrize("folder", [pytest.param(one, id=one.name) for one in PROJECTS])


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with *arguments* in *folder*, as a reader would who knows nothing of this project's own settings."""
    inherited: Mapping[str, str] = {
        name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "PYTHONPATH"}
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_quick_start_is_among_the_examples() -> None:
    """What the other tests here are run for is not an empty list."""
    assert EXAMPLES / "quickstart" in PROJECTS


@each_example
def test_its_tests_run_and_pass(folder: Path, tmp_path: Path) -> None:
    """Django's runner finds tests in the example, and all of them pass, without a warning and without one skipped."""
    program("curl", package="curl")
    (tmp_path / "fast_settings.py").write_text(FAST)
    arguments = ("-W", "error", "manage.py", "test", "--settings", "fast_settings")
    done = run(folder, *arguments, PYTHONPATH=str(tmp_path))
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    ran = re.search(r"^Ran (\d+) tests? in ", output, re.MULTILINE)
    assert ran is not None, output
    assert int(ran[1]) > 0
    assert re.search(r"^OK$", output, re.MULTILINE), output


@each_example
def test_its_types_are_right(folder: Path, tmp_path: Path) -> None:
    """What an example shows is accepted by mypy at its strictest, seen from the example's own folder."""
    configuration = tmp_path / "mypy.ini"
    configuration.write_text(STRICT)
    arguments = ("-m", "mypy", "--config-file", str(configuration), "--cache-dir", str(CACHE), ".")
    with only_one_at_a_time(CACHE.with_suffix(".lock")):
        done = run(folder, *arguments, PYTHONPATH=".")
    assert done.returncode == 0, done.stdout + done.stderr
