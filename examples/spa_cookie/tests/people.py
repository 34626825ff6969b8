"""Whom the tests are about."""

from __future__ import annotations

from drf_signet.accounts.testing import verify
from users.models import User

PASSWORD = "correct-horse-battery"


def make_ada() -> User:
    """Ada, who has followed the link."""
    ada = User.objects.create_user("ada", "ada@example.com", PASSWORD, first_name="Ada", last_name="Lovelace")
    verify(ada)
    return ada
