"""The project that uses all of Simple JWT passes its own tests after the verb, without the real package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from drf_signet.contrib.simplejwt.codemod.command import main
from tests.contrib.simplejwt.test_own_project import PROFILES, PROJECT, hide


@pytest.mark.parametrize("options", [[], ["--install"]], ids=["replaced", "installed"])
@pytest.mark.parametrize("profile", PROFILES)
def test_its_own_tests_pass(options: list[str], profile: str, tmp_path: Path) -> None:
    """And the verb then finds nothing more to change."""
    copy = tmp_path / "project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert main([str(copy), "--write", *options]) == 0
    assert main([str(copy), *options]) == 0
    hide(copy)
    inherited = {name: one for name, one in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "PYTHONPATH"}}
    done = subprocess.run(
        [sys.executable, "-W", "error", "manage.py", "test", f"tests.{profile}", f"--settings={PROFILES[profile]}"],
        cwd=copy,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
