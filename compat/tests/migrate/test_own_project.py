"""The project that uses all of Simple JWT passes its own tests after the verb, without the real package."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compat.tests.simplejwt.test_own_project import PROJECT, hide, run_own_tests
from drf_signet_compat.migrate.command import main


@pytest.mark.parametrize("options", [[], ["--install"]], ids=["replaced", "installed"])
def test_its_own_tests_pass(options: list[str], tmp_path: Path) -> None:
    """And the verb then finds nothing more to change."""
    copy = tmp_path / "project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert main([str(copy), "--write", *options]) == 0
    assert main([str(copy), *options]) == 0
    hide(copy)
    run_own_tests(copy, "standard")
