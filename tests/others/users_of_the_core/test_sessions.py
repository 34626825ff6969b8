"""Sessions are of users: neither of rows with the same key, nor of claims that nobody has looked up."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.authentication import BaseAuthentication
from rest_framework.test import APIRequestFactory

from drf_signet.errors import UserInactiveError, UserNotFoundError
from drf_signet.models import TokenUser
from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import AccessToken, RefreshToken, SlidingToken
from drf_signet.sessions.views import SessionListView
from drf_signet.tokens import AccessToken as StatelessToken

TOKENS = pytest.mark.parametrize("token_class", [AccessToken, RefreshToken, SlidingToken])


class OfAGroup(BaseAuthentication):
    """Everybody is the group with the key of the user."""

    def authenticate(self, request: object) -> tuple[Any, None]:
        """A row that is no user."""
        group: Any = Group.objects.get()
        group.is_authenticated = True
        return group, None


@TOKENS
def test_a_row_of_another_model_opens_none(user: User, token_class: Any) -> None:
    """Whatever its key."""
    with pytest.raises(TypeError, match="A token for User can't be made for Group"):
        token_class.for_user(Group.objects.create(pk=user.pk))
    assert not Session.objects.exists()


def test_a_class_of_tokens_for_another_model_opens_none(user: User) -> None:
    """Sessions point to users."""

    class GroupToken(RefreshToken):
        user_model = Group

    with pytest.raises(TypeError, match="GroupToken: only users of AUTH_USER_MODEL have sessions"):
        GroupToken.for_user(user)


@TOKENS
def test_the_user_of_a_token_is_looked_up(user: User, token_class: Any) -> None:
    """A session needs the row, and who was disabled or deleted meanwhile gets none."""
    claims = TokenUser(StatelessToken.for_user(user))
    assert token_class.for_user(claims)["user_id"] == str(user.pk)
    assert Session.objects.get().user == user
    User.objects.update(is_active=False)
    with pytest.raises(UserInactiveError):
        token_class.for_user(claims)
    User.objects.all().delete()
    with pytest.raises(UserNotFoundError):
        token_class.for_user(claims)


def test_a_row_of_another_model_sees_nobodys_devices(user: User) -> None:
    """Not those of the user with its key."""
    RefreshToken.for_user(user)
    Group.objects.create(pk=user.pk)
    view = SessionListView.as_view(authentication_classes=[OfAGroup])
    assert view(APIRequestFactory().get("/")).status_code == 403


def test_users_of_tokens_are_the_same_by_model_too() -> None:
    """Device 1 is not user 1."""

    class GroupToken(StatelessToken):
        user_model = Group

    users = []
    for token in (StatelessToken(), StatelessToken(), GroupToken()):
        token["user_id"] = "1"
        users.append(TokenUser(token))
    assert users[0] == users[1] != users[2]
