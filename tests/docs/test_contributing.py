"""CONTRIBUTING.md names what is there: files, folders, verbs of make, and names in the code."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
TEXT: Final = (ROOT / "CONTRIBUTING.md").read_text()
PATHS: Final = sorted(set(re.findall(r"(?<![\w./])(?:clients|docs|src|tests|tools)/[\w./-]*\w", TEXT)))
VERBS: Final = sorted(set(re.findall(r"(?m)(?:`|^)make ([a-z-]+)\b", TEXT)))
NAMES: Final = sorted(set(re.findall(r"`([A-Z][A-Z_]{4,}|[A-Z][a-z]+[A-Z]\w+)`", TEXT)))


@pytest.mark.parametrize("path", PATHS)
def test_the_paths_are_there(path: str) -> None:
    """Files and folders."""
    assert (ROOT / path).exists(), f"CONTRIBUTING.md names {path}, which is gone."


@pytest.mark.parametrize("verb", VERBS)
def test_the_verbs_are_there(verb: str) -> None:
    """Those of the Makefile."""
    assert f"\n{verb}: " in (ROOT / "Makefile").read_text(), f"CONTRIBUTING.md names 'make {verb}', which is gone."


@pytest.mark.parametrize("name", NAMES)
def test_the_names_are_there(name: str) -> None:
    """Constants and classes, somewhere in the code."""
    words = ("git", "grep", "--quiet", "--word-regexp", "--untracked", name, "--", "src", "tests", "tools")
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == 0, f"CONTRIBUTING.md names {name}, which is gone."
