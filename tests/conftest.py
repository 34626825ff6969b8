"""What all tests share: a user, a client, and settings that are put back."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.cache import cache
from rest_framework.test import APIClient

# Modules that assert for several folders of tests: their failures are explained like those of the tests.
pytest.register_assert_rewrite(
    "tests.wire.answers", "tests.wire.doors", "tests.sessions_wire.places", "tests.sessions_wire.client"
)

PASSWORD = "correct-horse-battery"


@pytest.fixture
def user(db: None) -> User:
    """An ordinary user."""
    created = get_user_model().objects.create_user("ada", "ada@example.com", PASSWORD)
    assert isinstance(created, User)
    return created


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """What one test tried too often, the next may try again."""
    cache.clear()


@pytest.fixture
def api() -> APIClient:
    """A client that answers with what a client over HTTP would see: an error of ours is a 500, not a traceback."""
    return APIClient(raise_request_exception=False)
