"""What a command needs beside its module: a place in the reference."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "reference" / "commands.md").read_text()
FOLDERS: Final = ("src", "compat/src")
FILES: Final = [file for folder in FOLDERS for file in (ROOT / folder).rglob("management/commands/[!_]*.py")]
VERBS: Final = re.findall(r'add_parser\(\s*"(\w+)"', (ROOT / "src" / "signet_server" / "cli.py").read_text())
HOW_TO: Final = "See 'Add a command' in CONTRIBUTING.md."


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(ROOT)) for file in FILES])
def test_a_command_is_in_the_reference(file: Path) -> None:
    """With its arguments, its exit status and an example."""
    assert f"\n## manage.py {file.stem}" in PAGE, (
        f"Give {file.stem} an exit status and an example in tools/reference/command_words.py, and run "
        f"`make reference`. {HOW_TO}"
    )


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_of_the_service_is_in_the_reference(verb: str) -> None:
    """The same."""
    assert f"\n### signet {verb}\n" in PAGE, (
        f"Give 'signet {verb}' an exit status in VERBS of tools/reference/command_words.py, and run "
        f"`make reference`. {HOW_TO}"
    )
