"""A user model, a manager and databases that differ from those of the other tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_manager_that_insists_and_does_more_makes_the_user() -> None:
    """
    It gets its keyword arguments, a date and a row of another table. Sign-ups are read where they were written.

    A telephone number of a waiting sign-up is taken, and a user's nickname is taken in any case. Of two sign-ups with
    one address, the one whose link is followed first wins.
    """
    command = [sys.executable, "-W", "error", "-m", "tests.projects.members.story"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.projects.members.settings"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told, row, is_password = json.loads(done.stdout.partition("\n")[2])
    assert told == [
        [201, []],
        [401, "email_not_verified"],
        [400, ["phone"]],
        [201, []],
        [204, []],
        [400, ["token"]],
        [204, []],
        [400, ["non_field_errors"]],
        [200],
    ]
    assert row == ["0123", "ada@example.com", "Ada", "1815-12-10", True, True]
    assert is_password
