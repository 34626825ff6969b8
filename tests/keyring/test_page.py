"""What the page about keys in the database says to write and to run."""

from __future__ import annotations

import os
import shlex
import subprocess
from textwrap import dedent
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings

from drf_signet.key_table_checks import APP
from drf_signet.keyring.store import KeyTable
from signet_tokens.living_ring import LivingRing
from tests.others.page import blocks_of


def test_the_page_leads_to_a_key_that_signs(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key for encryption is made, the settings are taken, and the commands do what it says."""
    make, first, again = blocks_of("key-table", "sh")
    made = subprocess.run(shlex.split(make), check=True, capture_output=True, text=True).stdout.strip()
    monkeypatch.setenv("KEY_ENCRYPTION_KEY", made)
    (block,) = blocks_of("key-table")
    written: dict[str, Any] = {"INSTALLED_APPS": []}
    exec(dedent(block), written)
    assert written["INSTALLED_APPS"] == [APP]
    with override_settings(SIGNET=written["SIGNET"]):
        for line in filter(str.strip, (first + again).splitlines()):
            python, program, *words = shlex.split(line)
            assert (python, program) == ("python", "manage.py")
            call_command(*(words if words != ["migrate"] else ["migrate", "signet_keyring", f"--database={table}"]))
        assert LivingRing(KeyTable()).signing_key.algorithm == "ES256"
    assert os.environ["KEY_ENCRYPTION_KEY"] == made
