"""Users, and a process in which nobody was warned of plain http yet."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from drf_signet.sessions.browser import cookies
from tests.conftest import PASSWORD


@pytest.fixture
def other(db: None) -> User:
    """Somebody else."""
    return User.objects.create_user("grace", "grace@example.com", PASSWORD)


@pytest.fixture(autouse=True)
def _not_warned_yet() -> None:
    cookies._warn_of_plain_http.cache_clear()
