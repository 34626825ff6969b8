"""Python in a process of its own, which has imported nothing yet."""

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
    """Run Python with *arguments* in this repository, with further *environment* variables."""
    # The entries of this process's PYTHONPATH, such as unpacked wheels, come first there, too.
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
    """Run a command of Django in the project ``site``."""
    return python("-m", "django", *arguments, DJANGO_SETTINGS_MODULE=SETTINGS, **environment)


def database(options: dict[str, object]) -> str:
    """The variables that name the database to the project ``site``."""
    return json.dumps(options)
