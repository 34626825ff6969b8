"""
The code from before each migration serves on the tables of today, as it does during an upgrade.

The code comes from the history of the repository: for each commit that added a migration, the one before it.
"""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.real_parts.needs import missing
from tests.real_parts.old_environments import ROOT

FOLDERS: Final = (
    *(f"src/drf_signet/{one}/migrations" for one in ("sessions", "accounts", "keyring")),
    "src/signet_server/users/migrations",
)
FIRST_WITH_ALL: Final = "src/drf_signet/accounts/migrations/0001_initial.py"
"""Nobody upgrades from before it: it came with the tier."""

HERE: Final = Path(__file__).parent


def git(*words: str) -> bytes:
    """What git says. Without it or its history, something is missing."""
    try:
        return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        missing(f"the history of the repository can't be read: {error}")
        raise


@cache
def additions() -> dict[str, str]:
    """The commit that added each migration but the first ones, the newest first."""
    found: dict[str, str] = {}
    log = git("log", "--format=:%H", "--diff-filter=A", "--name-only", "--no-renames", "--", *FOLDERS).decode()
    for block in log.split(":")[1:]:
        commit, *files = block.split()
        found.update({file: commit for file in files if Path(file).name[:4].isdigit()})
    first = found.get(FIRST_WITH_ALL)
    if first is None:
        missing("the history of the repository is cut off")
    later = list(found)[: list(found.values()).index(str(first))]
    return {file: found[file] for file in later}


def newest() -> dict[str, list[str]]:
    """The commits that added the newest migration of each app, and those migrations."""
    commits: dict[str, list[str]] = {}
    for folder in FOLDERS:
        files = sorted(one for one in additions() if one.startswith(folder))
        if files:
            commits.setdefault(additions()[files[-1]], []).append(files[-1])
    return commits


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the tables of today, and nothing in them."""
    file = tmp_path_factory.mktemp("today") / "tables.sqlite3"
    run(HERE / "migrate.py", file)
    return file


def run(script: Path, database: Path, code: Path = ROOT) -> str:
    """What *script* prints, with the library and the service of *code*."""
    places = os.pathsep.join(str(code / one) for one in ("src", "tokens/src"))
    options = json.dumps({"ENGINE": "django.db.backends.sqlite3", "NAME": str(database)})
    command = [sys.executable, "-W", "ignore", str(script), options]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": places}, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def code_before(commit: str, folder: Path) -> Path:
    """The code of the version before *commit*, in *folder*."""
    parts = [one for one in ("src", "tokens/src") if git("ls-tree", f"{commit}^", one)]
    with tarfile.open(fileobj=io.BytesIO(git("archive", f"{commit}^", *parts))) as archive:
        archive.extractall(folder, filter="data")
    return folder


def check(commit: str, tables: Path, folder: Path) -> None:
    """The version before *commit* signs people up, in and out."""
    folder.mkdir()
    database = folder / "tables.sqlite3"
    database.write_bytes(tables.read_bytes())
    code = code_before(commit, folder / "code")
    assert run(HERE / "story.py", database, code) == str(code / "src" / "drf_signet" / "sessions")


def test_the_version_before_the_newest_migration_of_each_app(tables: Path, tmp_path: Path) -> None:
    """It goes on serving."""
    commits = newest()
    assert commits
    for commit in commits:
        check(commit, tables, tmp_path / commit)


def test_each_version_before(tables: Path, tmp_path: Path) -> None:
    """Also those that skipped some."""
    for commit in dict.fromkeys(additions().values()):
        check(commit, tables, tmp_path / commit)


def test_the_story_is_that_of_today(tables: Path, tmp_path: Path) -> None:
    """So what an old version can't do isn't the story's fault."""
    database = tmp_path / "tables.sqlite3"
    database.write_bytes(tables.read_bytes())
    assert run(HERE / "story.py", database) == str(ROOT / "src" / "drf_signet" / "sessions")


def test_a_column_that_is_gone_is_found(tables: Path, tmp_path: Path) -> None:
    """As a migration would be that takes something away."""
    broken = tmp_path / "tables.sqlite3"
    broken.write_bytes(tables.read_bytes())
    with sqlite3.connect(broken) as connection:
        connection.execute("ALTER TABLE signet_sessions_session DROP COLUMN user_agent")
    connection.close()
    with pytest.raises(AssertionError, match="user_agent"):
        check(next(iter(newest())), broken, tmp_path / "code")
