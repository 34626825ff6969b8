"""A user model, a manager and databases that differ from those of the other tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_manager_that_insists_makes_the_user_by_the_fields_of_the_project() -> None:
    """
    It gets its date. A nickname that is somebody's is refused.

    Everything is read where it was written: the replica has nothing.
    """
    command = [sys.executable, "-W", "error", "-m", "tests.projects.members.identity_story"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.projects.members.identity_settings"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told, row, in_replica = json.loads(done.stdout.partition("\n")[2])
    assert told == [200, 200, [400, "user_refused"], 201, 204, 409, ["hub"]]
    assert row == ["0123", "ada@example.com", "Ada", "1815-12-10", False]
    assert in_replica == 0
