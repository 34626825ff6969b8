"""Accounts at once on MariaDB, at the levels that projects set beside the usual one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.repository.test_bench import ROOT


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
@pytest.mark.parametrize("settings", ["settings", "email_settings"])
def test_of_several_requests_at_once_one_wins(settings: str, level: str) -> None:
    """As in the ordinary run, whose tests these are."""
    command = [sys.executable, "-m", "pytest", "-q", f"--ds=tests.projects.accounts.{settings}", "-k", "mariadb"]
    environment = {**os.environ, "MARIADB_LEVEL": level}
    done = subprocess.run(
        [*command, "tests/accounts/test_concurrency.py"], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()
