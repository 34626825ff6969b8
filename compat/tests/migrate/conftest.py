"""Projects as data: a name and a text for each file."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drf_signet_compat.migrate.command import main

Files = Mapping[str, str | bytes]


@pytest.fixture
def shop(tmp_path: Path) -> Callable[[Files], Path]:
    """Writes a project, outside of any repository, and answers its folder."""
    return lambda files: write(tmp_path / "shop", files)


def write(folder: Path, files: Files) -> Path:
    """The files, and the folders they lie in."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below *folder*, but for git's."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and ".git" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def migrated(folder: Path, *options: str) -> dict[str, bytes]:
    """The files after the verb, which finds nothing more to change when it runs once more."""
    main([str(folder), "--write", *options])
    after = contents(folder)
    main([str(folder), "--write", *options])
    assert contents(folder) == after
    return after


def git(folder: Path, *words: str) -> str:
    """What git prints, told who commits, and blind to the settings of who runs the tests."""
    person = {f"GIT_{role}_{what}": "x@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *words], cwd=folder, env={**environment, **person, **alone}, capture_output=True, text=True, check=True
    )
    return done.stdout


def commit(folder: Path) -> None:
    """Put everything in *folder* into a repository."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "before")
