"""A backend that gives a row of another model says nothing of a user's password, whatever its key."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Group, User
from django.test import override_settings

from drf_signet.accounts.external_passwords import is_known_elsewhere


class GroupBackend(BaseBackend):
    """Takes any password."""

    def authenticate(self, request: Any, username: str = "", password: str = "", **kwargs: Any) -> Any:
        """A group with the key of the user."""
        return Group(pk=User.objects.get(username=username).pk)


@pytest.mark.django_db
def test_another_row_with_the_same_key_is_not_the_user() -> None:
    """Nor would it be at a sign-in."""
    user = User.objects.create_user("ada")
    with override_settings(AUTHENTICATION_BACKENDS=[f"{__name__}.GroupBackend"]):
        assert not is_known_elsewhere(user, "anything", None)
