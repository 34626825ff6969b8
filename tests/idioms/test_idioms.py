"""Code written for Simple JWT does the same on every tier of ours, and a sign-in opens one session."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from drf_signet.sessions.models import Session
from tests.idioms.table import Idiom, idioms, plain
from tests.idioms.tiers import WITH_SESSIONS, Tier

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def theirs() -> Mapping[str, object]:
    """The outcome of each idiom on the real Simple JWT."""
    environment = {name: one for name, one in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-W", "error", "-m", "tests.idioms.real"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    outcomes: Mapping[str, object] = json.loads(done.stdout)
    return outcomes


@pytest.mark.parametrize(
    ("written", "tier"),
    [pytest.param(one, tier, id=f"{one.name}-{tier}") for one in idioms() for tier in one.tiers],
)
def test_an_idiom_does_what_it_does_there(written: Idiom, tier: Tier, user: User) -> None:
    """The outcome is the same, and there is one session, or as many as the idiom names."""
    assert plain(written.act(tier)) == plain(written.outcome)
    if tier in WITH_SESSIONS:
        assert Session.objects.count() == written.sessions


def test_the_real_one_does_the_same(theirs: Mapping[str, object]) -> None:
    """The outcomes in the decorators are those of the real package."""
    assert theirs == {one.name: plain(one.outcome) for one in idioms() if one.is_theirs}
