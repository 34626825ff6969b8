"""A guide of ``docs/coming-from``, as instructions: each diff that it shows is applied to the project, step by step."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.real_parts.old_environments import ROOT

GUIDES: Final = ROOT / "docs" / "coming-from"
HEADING: Final = re.compile(r"^## (.*)$", re.MULTILINE)
BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE: Final = re.compile(r"^ # (\S+\.py)\n", re.MULTILINE)
DOTS: Final = " ...\n"
COMMAND: Final = "python manage.py "
WITHOUT_GIT: Final = re.compile(r"Without git, begin with `([^`]+)`")


@dataclass(frozen=True)
class Change:
    """A diff of one file of the project: the lines before, and the lines after."""

    file: str
    before: str
    after: str

    @classmethod
    def read(cls, file: str, diff: str) -> Change:
        """The change that *diff* shows. Each of its lines begins with a space, a plus or a minus."""
        lines = [line or " " for line in diff.splitlines()]
        assert all(line[0] in " +-" for line in lines), diff
        before, after = ("".join(f"{line[1:]}\n" for line in lines if line[0] in signs) for signs in (" -", " +"))
        return cls(file, before, after)

    def make(self, package: Path) -> None:
        """Change the file in *package*, which must have the lines before exactly once."""
        self._replace(package / self.file, self.before, self.after)

    def take_back(self, package: Path) -> None:
        """Make the file what it was."""
        self._replace(package / self.file, self.after, self.before)

    @staticmethod
    def _replace(path: Path, old: str, new: str) -> None:
        text = path.read_text()
        assert text.count(old) == 1, f"not once in {path.name}:\n{old}"
        path.write_text(text.replace(old, new))


@dataclass(frozen=True)
class Section:
    """The text under one heading of a guide."""

    text: str

    def blocks(self, language: str) -> list[str]:
        """The code blocks in *language*, from top to bottom."""
        return [block for found, block in BLOCK.findall(self.text) if found == language]

    def changes(self) -> list[Change]:
        """
        The diffs, from top to bottom.

        Each begins with the name of its file, and may go on with another file. Dots stand for lines that are left out.
        """
        found = []
        for block in self.blocks("diff"):
            nothing, *parts = FILE.split(block)
            assert nothing == "", f"says of no file: {block}"
            for file, diff in zip(parts[::2], parts[1::2], strict=True):
                found += [Change.read(file, hunk) for hunk in diff.split(DOTS)]
        return found

    def commands(self) -> list[list[str]]:
        """The commands of ``manage.py`` to run, from top to bottom, except those that read a script."""
        lines = [line for block in self.blocks("sh") for line in block.splitlines()]
        return [line.removeprefix(COMMAND).split() for line in lines if line.startswith(COMMAND) and "<" not in line]

    def follow(self, package: Path) -> None:
        """Change the project in *package* as the section says."""
        for change in self.changes():
            change.make(package)

    def turn_round(self, package: Path) -> None:
        """Make the project in *package* what it was."""
        for change in reversed(self.changes()):
            change.take_back(package)

    def rename(self, folder: Path) -> None:
        """Run the line that changes the name of the old package in all files of *folder* that git has."""
        self._run(f"git init --quiet\ngit add --all\n{self._line()}", folder)

    def rename_without_git(self, folder: Path) -> None:
        """Run the line as it is where there is no git."""
        (search,) = WITHOUT_GIT.findall(self.text)
        self._run(f"{search} |{self._line().partition('|')[2]}", folder)

    def _line(self) -> str:
        (line,) = (block for block in self.blocks("sh") if block.startswith("git grep "))
        return line

    @staticmethod
    def _run(script: str, folder: Path) -> None:
        # Inside a hook, git's variables point at the repository of the hook.
        variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        subprocess.run(["sh", "-eu", "-c", script], cwd=folder, env=variables, check=True)


@contextmanager
def environment_left_alone(folder: Path, name: str) -> Iterator[None]:
    """After the block, no file of the project has *name*, and the packages in its environment still have it."""
    installed = folder / ".venv" / "lib" / "installed.py"
    installed.parent.mkdir(parents=True)
    installed.write_text(f"import {name}\n")
    (folder / ".gitignore").write_text(".venv/\n")
    yield
    assert name not in "".join(one.read_text() for one in (folder / "shop").rglob("*.py"))
    assert installed.read_text() == f"import {name}\n"


def section(page: str, title: str) -> Section:
    """The section of the guide *page* that is called *title*."""
    _, *parts = HEADING.split((GUIDES / page).read_text())
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    return Section(sections[title])
