"""User models that are not Django's own: no answer is a 500, and no token is another row's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HERE = "tests.others.users_of_the_core"
SHARED = "{'USER_ID_FIELD': 'password'}"
"""Settings with an error. Their only warning is the usual one about a missing key of their own."""


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with *arguments* in the project."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": f"{HERE}.settings", **variables}
    command = [sys.executable, "-W", "error", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_core_with_each_of_them() -> None:
    """The tests of `inside` and `careless`, in a process that has the models."""
    done = run(
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        f"--ds={HERE}.settings",
        "-n0",
        *(f"{HERE.replace('.', '/')}/{name}.py" for name in ("inside", "careless")),
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("model", ["Bare", "Passwordless", "Proxied"])
def test_sessions_with_each_of_them(model: str) -> None:
    """Sign-in, refreshes, the list, verification, signing out, and the end with the user."""
    sessions = {"APPS": "drf_signet.sessions", "URLS": "drf_signet.sessions.urls"}
    done = run("-m", f"{HERE}.story", USER_MODEL=f"users_of_the_core.{model}", **sessions)
    assert (done.returncode, done.stderr) == (0, "")
    checks, *answers, reasons, ended = json.loads(done.stdout)
    assert checks == ["signet.W063"]  # The settings of this project name the class of the core.
    assert answers == [[200, 200, 200, 200, 200, 204, 401]] * 2
    assert reasons == ["user_not_found"] * 2
    assert ended == ["logout", "logout", "user_deleted"]


def check(tmp_path: Path, signet: str, *arguments: str, apps: str = "") -> str:
    """The output of ``manage.py check`` with *signet* in the settings."""
    (tmp_path / "changed.py").write_text(f"from {HERE}.settings import *\nSIGNET = {signet}\n")
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    return run("-m", "django", "check", *arguments, DJANGO_SETTINGS_MODULE="changed", PYTHONPATH=path, APPS=apps).stderr


def test_all_checks_reach_a_project_with_two_lines(tmp_path: Path) -> None:
    """Those of the user model too, and with ``--deploy`` those about deployment."""
    told, told_before = check(tmp_path, SHARED, "--deploy"), check(tmp_path, SHARED)
    assert told.count("signet.E011") == told.count("signet.W002") == told_before.count("signet.E011") == 1
    assert "signet.W002" not in told_before


def test_the_checks_of_the_core_come_with_sessions(tmp_path: Path) -> None:
    """A project may list sessions alone."""
    told = check(tmp_path, SHARED, "--deploy", apps="drf_signet.sessions")
    assert told.count("signet.E011") == told.count("signet.W002") == 1
