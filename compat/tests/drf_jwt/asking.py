"""Run the project written for the old packages, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import drf_signet

FOLDER: Final = Path(__file__).parent / "old_project"
GROUPS: Final = (
    "import json, sys; from groups import groups_of; from exchange import exchanged_in; "
    "print(json.dumps({'all': list(groups_of(sys.argv[1])), 'exchanged': exchanged_in(sys.argv[1])}))"
)


def run(command: Sequence[str], given: object = None) -> dict[str, Any]:
    """What *command*, run in the folder of the project, writes as JSON."""
    source = str(Path(drf_signet.__file__).parent.parent)
    done = subprocess.run(
        command,
        cwd=FOLDER,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(FOLDER), source)), "PYTHONDONTWRITEBYTECODE": "1"},
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written: dict[str, Any] = json.loads(done.stdout)
    return written


@cache
def ask_ours(dialect: str) -> Mapping[str, Any]:
    """Our answers to every case of *dialect*."""
    return run([sys.executable, "-W", "ignore", "ask.py", dialect, "--ours"])


def exchange_with_ours(
    dialect: str, act: str, groups: Sequence[str], tokens: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    """Our tokens in each of *groups*, or what we answer to *tokens*."""
    return run([sys.executable, "-W", "ignore", "exchange.py", dialect, act, "--ours", *groups], tokens)
