"""What a project built on another package answers in its own tests, with Simple JWT and with what stands in for it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any, Final

from tests.real_parts.old_environments import OUR_SOURCES, old_python

PROJECTS: Final = Path(__file__).parent / "projects"
ABSENT: Final = 'raise ImportError("the real package is not to be imported here")\n'

Answer = dict[str, Any]


def transcript(site: str, package: str, folder: Path, *, installed: bool, **choices: bool) -> list[Answer]:
    """
    Every answer that *site* gives in its tests, which have to pass, in their order.

    Where ours is *installed*, the real Simple JWT can't be imported. *choices* are what differs from run to run.
    """
    python = old_python(package)
    written = folder / f"{site}.{installed}.jsonl"
    written.touch()
    hidden = folder / "hidden"
    hidden.mkdir(exist_ok=True)
    (hidden / "rest_framework_simplejwt.py").write_text(ABSENT)
    inherited = {name: one for name, one in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "PYTHONPATH"}}
    done = subprocess.run(
        [str(python), "-W", "error", "manage.py", "test", site, f"--settings={site}.settings"],
        cwd=PROJECTS,
        env={
            **inherited,
            **({"PYTHONPATH": os.pathsep.join([str(hidden), *OUR_SOURCES])} if installed else {}),
            **{name: str(int(choice)) for name, choice in {"INSTALL": installed, **choices}.items()},
            "TRANSCRIPT": str(written),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert re.search(r"^Ran [1-9]\d* tests in ", output, re.MULTILINE), output
    return [json.loads(line) for line in written.read_text().splitlines()]


def shown(answers: list[Answer]) -> list[str]:
    """*answers* as text, in which the order of keys counts, too."""
    return [json.dumps(one) for one in answers]
