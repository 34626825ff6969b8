"""The fixtures for pytest are found wherever the package is installed, and are in nobody's way."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
LOADED = """
def test_nothing_is_loaded():
    import sys
    assert "drf_signet.pytest_plugin" in sys.modules
    assert not [name for name in sys.modules if name.startswith(("django", "rest_framework", "joserfc"))]
"""
INSTALLED = """
import sys

import django.conf
import pytest

import drf_signet.errors
import signet_server

sys.exit(pytest.main(["-q", "-W", "error", "-p", "no:cacheprovider", "-p", "no:django", "test_one.py"]))
"""


def test_pytest_finds_it() -> None:
    """By the entry point, whose name can be given to ``-p no:``."""
    (found,) = entry_points(group="pytest11", name="signet")
    assert found.value == "drf_signet.pytest_plugin"


def test_it_needs_no_django(tmp_path: Path) -> None:
    """No settings, no pytest-django, nothing that takes time."""
    (tmp_path / "test_loaded.py").write_text(LOADED)
    done = run(tmp_path, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "-p", "no:django")
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_it_may_come_after_the_package_itself(tmp_path: Path) -> None:
    """Where it is installed, pytest would like to rewrite all of it: it warns of what is imported already."""
    installed = tmp_path / "as_installed-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: as-installed\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("[pytest11]\nas-installed = a_plugin\n")
    (installed / "RECORD").write_text("drf_signet/__init__.py,,\nsignet_server/__init__.py,,\n")
    (tmp_path / "a_plugin.py").touch()
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n")
    done = run(tmp_path, "-c", INSTALLED)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in *folder*, in which it finds packages, without what pytest has told this process."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_"))}
    variables["PYTHONPATH"] = f"{folder}{os.pathsep}{SOURCE}"
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=variables, capture_output=True, text=True, timeout=120, check=False
    )
