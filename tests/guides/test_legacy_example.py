"""The walk-through of ``examples/legacy_jwt`` is that of the old package: the same lines get the same answers there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from tests.real_parts.needs import program
from tests.real_parts.old_environments import ROOT, old_python
from tests.real_parts.ports import free_port

EXAMPLE: Final = ROOT / "examples" / "legacy_jwt"
OURS: Final = "drf_signet_compat.drf_jwt"
ANY_PORT: Final = '"127.0.0.1:0"'
STRICT: Final = " -W error "


def test_each_line_gets_the_same_answer_from_the_real_package(tmp_path: Path) -> None:
    """With the old names imported again, the test of the page passes on Django 3.2, with the real 1.11."""
    program("curl", package="curl")
    folder = tmp_path / "legacy_jwt"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("db.sqlite3*", "__pycache__"))
    for name in ("settings", "urls"):
        replace(folder / "project" / f"{name}.py", OURS, "rest_framework_jwt")
    # That Django doesn't tell which port it found, says that it listens a moment before it does, and is older than some
    # of Python's warnings.
    page = folder / "tests" / "test_readme.py"
    replace(page, ANY_PORT, f'"127.0.0.1:{free_port()}"')
    replace(page, STRICT, " ")

    (tmp_path / ".curlrc").write_text("retry-connrefused\nretry = 10\n")
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "PYTHONPATH"}
    }

    done = subprocess.run(
        [old_python("djangorestframework-jwt"), "manage.py", "test", "tests.test_readme"],
        cwd=folder,
        env={**inherited, "CURL_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Ran 2 tests" in done.stderr


def replace(path: Path, old: str, new: str) -> None:
    """Write *new* for *old* in the file, where it has to stand."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
