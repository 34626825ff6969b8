"""User models other than Django's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

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
