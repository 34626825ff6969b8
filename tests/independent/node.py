"""Programs for Node, which use the packages of package-lock.json."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Final

from tests.real_parts.needs import missing, program

ROOT: Final = Path(__file__).resolve().parents[2]
PROGRAMS: Final = Path(__file__).parent


def command(name: str, *packages: str) -> list[str]:
    """What starts the program *name*, once its *packages* are there."""
    if not all((ROOT / "node_modules" / package).exists() for package in packages):
        missing("the packages of package-lock.json are not installed: npm ci")
    # The unsupported version of Node, and keys for development alone, are no news here.
    return [program("node", package="nodejs"), "--no-warnings", str(PROGRAMS / name)]


def answer(name: str, question: object, *packages: str) -> Any:
    """What the program *name* answers to *question*: both are JSON."""
    done = subprocess.run(
        command(name, *packages), input=json.dumps(question), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
