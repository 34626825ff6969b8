"""From a claim to a user: what is no name is nobody's, though the database would take it for one."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from drf_signet.errors import UserInactiveError, UserNotFoundError
from drf_signet_compat.drf_jwt.users import active_user_named, user_named, user_with_key


@pytest.mark.parametrize("claim", [True, ["ada"], {"ada": 1}, 1.5, "a\0b", "\ud800", None, "nobody", ""])
def test_claim_that_is_no_name(claim: object, db: None) -> None:
    """Not even that of a user whose name is spelt like it."""
    if claim not in ("a\0b", "\ud800", "nobody", ""):
        User.objects.create_user(str(claim))
    with pytest.raises(UserNotFoundError):
        user_named(claim)


@pytest.mark.parametrize("claim", [True, 1.0, [1], "x", 10**40, -(10**40), "9" * 5_000, None])
def test_claim_that_is_no_key(claim: object, db: None) -> None:
    """Not even that of the user whose key equals it."""
    User.objects.create_user("ada", pk=1)
    with pytest.raises(UserNotFoundError):
        user_with_key(claim)


@pytest.mark.parametrize("claim", [7, "7"])
def test_key(claim: object, db: None) -> None:
    """A number, or a number in a string."""
    ada = User.objects.create_user("ada", pk=7)
    assert user_with_key(claim) == ada


def test_disabled(user: User) -> None:
    """A disabled user is found, and not let in."""
    assert active_user_named("ada") == user
    User.objects.update(is_active=False)
    assert user_named("ada") == user
    with pytest.raises(UserInactiveError):
        active_user_named("ada")
