"""A user whose key no odd value is, and a list of ended sessions that is read anew in each test."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from drf_signet.sessions.revocation_list import SNAPSHOT
from tests.conftest import PASSWORD

KEY = 4711


@pytest.fixture
def user(db: None) -> User:
    """An ordinary user."""
    return User.objects.create_user("ada", "ada@example.com", PASSWORD, pk=KEY)


@pytest.fixture
def other(db: None) -> User:
    """Somebody else."""
    return User.objects.create_user("grace", "grace@example.com", PASSWORD)


@pytest.fixture(autouse=True)
def _read_ended_sessions_anew() -> None:
    SNAPSHOT.expire()
