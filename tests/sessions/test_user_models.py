"""User models other than Django's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_a_user_of_two_tables_with_a_uuid_and_an_address() -> None:
    """Sign-in, refreshes, the list, a new password and deletion, with the columns of both tables in the one JOIN."""
    command = [sys.executable, "-W", "error", "-m", "tests.projects.persons.story"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.projects.persons.settings"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [
        ["access", "expires_in", "refresh"],
        [True],
        "session_revoked",
        "user_not_found",
    ]


@pytest.mark.parametrize("model", ["Numbered", "Named", "Represented"])
def test_a_primary_key_need_not_be_called_id(model: str) -> None:
    """Whatever it is, and whichever field identifies its users: sign-in, request and refresh, in the core as here."""
    command = [sys.executable, "-W", "error", "-m", "tests.projects.keys.story"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.projects.keys.settings",
        "USER_MODEL": f"keys.{model}",
    }
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert len(said) == 6
    assert list(said.values()) == [["ada@example.com", "ada@example.com", 1]] * len(said)
