"""A user may be given as a row of a derived model, whose primary key is another one: nothing happens to that number."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = "tests.others.user_models"


def test_a_row_of_a_derived_model_is_nobody_else() -> None:
    """In all that accounts and sessions do."""
    done = subprocess.run(
        [sys.executable, "-m", f"{HERE}.derived"],
        cwd=Path(__file__).resolve().parents[3],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": f"{HERE}.settings", "USER_MODEL": "Keyed"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    owners, victim, clerk, claims, ended, users = json.loads(done.stdout)
    assert owners == [1, 2]
    assert victim == {"sign in": 200, "me": 200}
    assert {step for step, status in clerk.items() if status not in (200, 204)} == set()
    assert claims == [[1, "victim@example.com"]]
    assert [""] in ended
    assert users == ["victim@example.com"]
