"""What a project hooks in: functions at sign-in, a rule, and limits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from compat.tests.simplejwt.site.asking import get, pair, post, simple_jwt, without_simple_jwt
from drf_signet import conf
from tests.conftest import PASSWORD

CALLS: list[tuple[Any, ...]] = []


def nobody(user: User | None) -> bool:
    """Let nobody in."""
    return False


def noted(*arguments: Any) -> None:
    """Remember the call."""
    CALLS.append(arguments)


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    CALLS.clear()


@pytest.mark.parametrize("where", ["token", "sliding"])
@pytest.mark.parametrize("update", [True, False])
def test_on_login_success(user: User, where: str, update: bool) -> None:
    """Is called with the user and the request, and only with UPDATE_LAST_LOGIN."""
    with simple_jwt(UPDATE_LAST_LOGIN=update, ON_LOGIN_SUCCESS=f"{__name__}.noted"):
        post(where, username="ada", password=PASSWORD)
    assert [call[0] for call in CALLS] == [user] * update
    user.refresh_from_db()
    assert user.last_login is None


def test_last_login(user: User) -> None:
    """Is written with UPDATE_LAST_LOGIN."""
    pair()
    user.refresh_from_db()
    assert user.last_login is None
    with simple_jwt(UPDATE_LAST_LOGIN=True):
        pair()
    user.refresh_from_db()
    assert user.last_login is not None


def test_on_login_failed(user: User) -> None:
    """Is called with the credentials, but for the password."""
    with simple_jwt(ON_LOGIN_FAILED=f"{__name__}.noted"):
        post("token", username="ada", password="wrong")
        pair()
    ((credentials, request),) = CALLS
    assert (credentials["username"], request.data["username"]) == ("ada", "ada")
    assert "wrong" not in str(credentials)


def test_a_rule_of_ones_own(user: User) -> None:
    """Is asked at sign-in and at the refresh, of nobody too, and not at requests, as in Simple JWT."""
    tokens = pair()
    with simple_jwt(USER_AUTHENTICATION_RULE=nobody):
        assert post("token", username="ada", password=PASSWORD).status_code == 401
        assert post("token", username="nobody", password=PASSWORD).status_code == 401
        assert post("token/refresh", refresh=tokens["refresh"]).status_code == 401
        assert get("me", tokens["access"]).status_code == 200


def statuses(number: int) -> set[int]:
    """What *number* wrong passwords are answered with."""
    return {post("token", username="ada", password="wrong").status_code for _ in range(number)}


@pytest.mark.parametrize("setting", [simple_jwt, without_simple_jwt])
def test_nothing_is_counted(user: User, setting: Callable[[], AbstractContextManager[None]]) -> None:
    """As Simple JWT counts nothing: with the setting, and without it."""
    with setting():
        assert statuses(40) == {401}
    assert statuses(40) == {401}


def test_limits_can_be_turned_on(user: User) -> None:
    """By the core's setting."""
    with override_settings(SIGNET={"THROTTLE_RATES": {}}):
        assert any(conf.get_rates().values())
        assert statuses(40) == {401, 429}
