"""A user, a client, and the promise that Simple JWT's tables are only read."""

from __future__ import annotations

from typing import Any

import pytest

# Simple JWT reads its settings for good when this is imported: that must not be in a test that changes them.
import rest_framework_simplejwt.state  # noqa: F401
from django.contrib.auth.models import User

from drf_signet.sessions.revocation_list import SNAPSHOT
from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from tests.conftest import PASSWORD


@pytest.fixture
def other(db: None) -> User:
    """Somebody else."""
    return User.objects.create_user("grace", "grace@example.com", PASSWORD)


@pytest.fixture(autouse=True)
def _read_ended_sessions_anew() -> None:
    SNAPSHOT.expire()


def tables() -> list[list[dict[str, Any]]]:
    """Everything in the tables of Simple JWT."""
    return [list(model.objects.order_by("pk").values()) for model in (OutstandingToken, BlacklistedToken)]
