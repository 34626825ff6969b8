"""A sign-out by a package built on Simple JWT works: with the one line, and after the code mod."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from drf_signet_compat.migrate.command import main
from tests.real_parts.old_environments import OUR_SOURCES, old_python

PROJECTS: Final = Path(__file__).parent / "signing_out"
ENVIRONMENTS: Final = {
    "dj_rest_auth": "dj-rest-auth",
    "djoser": "djoser",
    "drf_auth_kit": "jwt-on-allauth",
    "drf_jwt_2fa": "drf-jwt-2fa",
    "jwt_allauth": "jwt-on-allauth",
}


def install(project: Path) -> None:
    """Add the line."""
    assert main([str(project), "--install", "--write"]) == 0


def move(project: Path) -> None:
    """Replace the names; nothing is left to change after that."""
    assert main([str(project), "--write"]) == 0
    assert main([str(project)]) == 0


@pytest.mark.parametrize("name", ENVIRONMENTS)
@pytest.mark.parametrize("prepare", [install, move])
def test_every_token_of_the_session_is_refused(prepare: Callable[[Path], None], name: str, tmp_path: Path) -> None:
    """The token sent and those before it are refused, and another device stays signed in. The check is silent."""
    project = tmp_path / "project"
    shutil.copytree(PROJECTS / name, project, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECTS / "common.py", project)
    prepare(project)
    found = run(project, old_python(ENVIRONMENTS[name]))
    assert found["module"] == "drf_signet_compat.simplejwt"
    assert (found["tokens"], found["refreshed"], found["phone"]) == (2, [200, 200], 200)
    assert found["out"] in {200, 204}
    assert found["after"] == [401, 401]


def run(project: Path, python: Path) -> dict[str, Any]:
    """The output of the program in the project."""
    kept = {key: one for key, one in os.environ.items() if not key.startswith(("DJANGO_", "PYTEST_"))}
    environment = {**kept, "PYTHONPATH": os.pathsep.join(OUR_SOURCES)}
    done = subprocess.run(
        [str(python), str(PROJECTS / "sign_out.py")],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
