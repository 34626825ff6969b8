"""One step of the check of a release: a command that has to succeed, or a sentence about what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final, NoReturn

OURS: Final = ("DJANGO_", "PYTEST_", "PYTHON", "SIGNET_", "VIRTUAL_ENV")


def say(what: str) -> None:
    """Print the step that begins."""
    print(f"  {what} ...", flush=True)


def fail(sentence: str) -> NoReturn:
    """Stop with *sentence*."""
    sys.exit(f"\nNot ready: {sentence}")


def run(command: list[str], what: str, *, cwd: Path | None = None, **variables: str) -> str:
    """Run *command*, which is to do *what*. The answer is what it printed; where it fails, all of that is shown."""
    say(what)
    done = subprocess.run(
        command, cwd=cwd, env=clean_environment(**variables), check=False, capture_output=True, text=True
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n")
        fail(f"could not {what}.")
    return done.stdout


def clean_environment(**variables: str) -> dict[str, str]:
    """The variables of this process, without any that says where this tree is."""
    return {**{name: text for name, text in os.environ.items() if not name.startswith(OURS)}, **variables}
