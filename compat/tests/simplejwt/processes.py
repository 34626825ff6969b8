"""Python in a process of its own, where nothing was imported yet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
SETTINGS: Final = "compat.tests.simplejwt.site.settings"
# The private PostgreSQL server asks for it, and does without.
WARNINGS: Final = ("-W", "error", "-W", "ignore:XDG_RUNTIME_DIR is not set")

Done = subprocess.CompletedProcess[str]


def python(*arguments: str, **environment: str) -> Done:
    """What Python does with *arguments*, in this project with further *environment* variables."""
    # What is before the tests on the path of this process is before them there, too: the unpacked wheels, if any.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(ROOT))))
    return subprocess.run(
        [sys.executable, *WARNINGS, *arguments],
        cwd=ROOT,
        env={**inherited, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def manage(*arguments: str, **environment: str) -> Done:
    """What a command of Django does in the project ``site``."""
    return python("-m", "django", *arguments, DJANGO_SETTINGS_MODULE=SETTINGS, **environment)


def database(options: dict[str, object]) -> str:
    """How the project ``site`` is told its database."""
    return json.dumps(options)
