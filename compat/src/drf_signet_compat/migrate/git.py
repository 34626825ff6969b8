"""What git says of a folder, where there is git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

SECONDS: Final = 60
QUIET: Final = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
"""
A look leaves no trace, and starts no monitor of files that the repository names.

`unsaved` compares files with what git has, and for that git runs the filters that the repository names, as it does for
``git status``.
"""


def listed(folder: Path) -> list[str] | None:
    """The files below *folder* that git doesn't ignore, or None where the folder is not git's."""
    if not _is_git_s(folder):
        return None
    found = _ask(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return None if found is None else sorted(set(_names(found)))


def unsaved(folder: Path, paths: Iterable[str]) -> list[str]:
    """Those of *paths* that git can't bring back, because they have changes, or are not in it at all."""
    if not _is_git_s(folder):
        return []
    changed = _ask(folder, "ls-files", "-z", "--modified", "--others", "--exclude-standard")
    staged = _ask(folder, "diff", "--cached", "--name-only", "--relative", "--no-ext-diff", "-z")
    if changed is None or staged is None:
        return sorted(paths)
    return sorted({*_names(changed), *_names(staged)}.intersection(paths))


def _is_git_s(folder: Path) -> bool:
    """Whether *folder* lies in a work tree, and not in a part that it ignores."""
    if _ask(folder, "rev-parse", "--is-inside-work-tree") != b"true\n":
        return False
    return _ask(folder, "check-ignore", "--quiet", str(folder)) is None


def _names(output: bytes) -> list[str]:
    return [os.fsdecode(name) for name in output.split(b"\0") if name]


def _ask(folder: Path, *words: str) -> bytes | None:
    """What git prints, or None if it fails or isn't there."""
    # Inside a hook, these point at the repository of the hook.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    # In a partial clone, a look could ask the network for what is missing.
    environment["GIT_NO_LAZY_FETCH"] = "1"
    try:
        result = subprocess.run(
            ["git", *QUIET, *words], cwd=folder, env=environment, capture_output=True, check=False, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    return result.stdout if result.returncode == 0 else None
