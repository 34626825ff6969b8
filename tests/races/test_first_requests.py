"""Users of another issuer who come for the first time, with many requests at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.races.databases import ROOT, Database
from tests.races.first_requests import ROUNDS


def test_first_requests_at_once_make_one_user(postgresql: Database) -> None:
    """Each of them is answered for the same user, in a transaction of its request and without one."""
    environment = {**os.environ, "RACES_DATABASE_URL": postgresql.url}
    command = [sys.executable, "-m", "tests.races.first_requests"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=120)
    rounds = json.loads(done.stdout)
    assert [len(users) for users in rounds] == [1] * ROUNDS, rounds
    assert all(users[0].isdecimal() for users in rounds), rounds
    assert len({users[0] for users in rounds}) == ROUNDS
    ((count,),) = postgresql.run("SELECT count(*) FROM auth_user WHERE username LIKE 'user %'")
    assert count == ROUNDS
