"""The answers of ``token/refresh/`` to a refresh token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken
from signet_tokens.claims import read_time
from tests.wire.answers import CHALLENGE, assert_answer, body, no_account
from tests.wire.doors import REFRESH
from tests.wire.forge import MISSING, Forge
from tests.wire.rules import EVERYBODY, STAFF_ONLY

AN_HOUR_AGO = timedelta(hours=-1)


def post(api: APIClient, token: object) -> Response:
    """The answer to *token*."""
    return api.post("/api/token/refresh/", {"refresh": str(token)})


def test_a_refresh_token_gives_an_access_token(user: User, api: APIClient) -> None:
    """The answer is a new access token for the same user, with the refresh token's other claims, and nothing else."""
    refresh = RefreshToken.for_user(user, now=datetime.now(UTC) + AN_HOUR_AGO)
    refresh["locale"] = "en"
    response = post(api, refresh)
    assert response.status_code == 200
    assert list(body(response)) == ["access"]
    access = AccessToken(body(response)["access"])
    assert list(access.payload) == ["token_type", "exp", "iat", "jti", "user_id", "locale"]
    assert (access["user_id"], access["locale"]) == (str(user.pk), "en")
    assert access["jti"] != refresh["jti"]
    assert read_time(access["iat"]) >= read_time(refresh["iat"]) + 60 * 60
    assert read_time(access["exp"]) - read_time(access["iat"]) == 5 * 60


def test_a_refresh_token_can_be_used_again(user: User, api: APIClient) -> None:
    """A stateless refresh token is valid until it expires, and gives another access token each time."""
    refresh = RefreshToken.for_user(user)
    assert body(post(api, refresh))["access"] != body(post(api, refresh))["access"]


def test_a_rotated_refresh_token_lives_longer(user: User, api: APIClient, settings: Settings) -> None:
    """With rotation the answer also holds a refresh token with an identifier and times of its own."""
    settings.SIGNET = {"ROTATE_REFRESH_TOKENS": True}
    old = RefreshToken.for_user(user, now=datetime.now(UTC) + AN_HOUR_AGO)
    old["locale"] = "en"
    response = post(api, old)
    assert response.status_code == 200
    assert list(body(response)) == ["access", "refresh"]
    new = RefreshToken(body(response)["refresh"])
    assert list(new.payload) == list(old.payload)
    assert (new["user_id"], new["locale"]) == (str(user.pk), "en")
    assert new["jti"] != old["jti"]
    for claim in ("iat", "exp"):
        assert read_time(new[claim]) >= read_time(old[claim]) + 60 * 60
    assert new["jti"] != AccessToken(body(response)["access"])["jti"]


def test_an_old_refresh_token_still_works_after_rotation(user: User, api: APIClient, settings: Settings) -> None:
    """Stateless rotation ends no token: both the old one and the new one can be refreshed."""
    settings.SIGNET = {"ROTATE_REFRESH_TOKENS": True}
    old = RefreshToken.for_user(user)
    new = body(post(api, old))["refresh"]
    assert post(api, old).status_code == post(api, new).status_code == 200


@pytest.mark.parametrize("rotate", [False, True])
def test_a_refresh_is_one_query(
    user: User, api: APIClient, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries, rotate: bool
) -> None:
    """The user is read once, with and without rotation."""
    settings.SIGNET = {"ROTATE_REFRESH_TOKENS": rotate}
    token = RefreshToken.for_user(user)
    with django_assert_num_queries(1):
        assert post(api, token).status_code == 200


def test_a_forged_token_is_no_query(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """A forged token is refused without a look at the database."""
    with django_assert_num_queries(0):
        assert post(api, f"{RefreshToken.for_user(user)}A").status_code == 401


Make = Callable[[User, Forge], str]

MESSAGES = [
    pytest.param(lambda user, forge: "abc", "Token is invalid", id="no-token"),
    pytest.param(lambda user, forge: f"{forge.token()}A", "Token is invalid", id="bad-signature"),
    pytest.param(
        lambda user, forge: str(RefreshToken.for_user(user, now=datetime.now(UTC) - timedelta(days=2))),
        "Token is expired",
        id="expired",
    ),
    pytest.param(
        lambda user, forge: forge.token(payload=forge.claims(exp=MISSING)), "Token has no 'exp' claim", id="no-exp"
    ),
    pytest.param(lambda user, forge: forge.token(payload=forge.claims(jti=MISSING)), "Token has no id", id="no-id"),
    pytest.param(
        lambda user, forge: forge.token(payload=forge.claims(token_type=MISSING)), "Token has no type", id="no-type"
    ),
    pytest.param(lambda user, forge: str(AccessToken.for_user(user)), "Token has wrong type", id="access-token"),
    pytest.param(lambda user, forge: str(SlidingToken.for_user(user)), "Token has wrong type", id="sliding-token"),
]


@pytest.mark.parametrize(("make", "message"), MESSAGES)
def test_a_refusal_says_why(user: User, api: APIClient, make: Make, message: str) -> None:
    """The body says what the token lacks."""
    REFRESH.assert_refused(api, make(user, REFRESH.forge(user)), message)


@pytest.mark.parametrize("rotate", [False, True])
def test_a_deleted_user_gets_nothing(user: User, api: APIClient, settings: Settings, rotate: bool) -> None:
    """The refresh token of a user who is gone is refused."""
    settings.SIGNET = {"ROTATE_REFRESH_TOKENS": rotate}
    token = RefreshToken.for_user(user)
    user.delete()
    assert_answer(post(api, token), 401, no_account("user_not_found"), CHALLENGE)


@pytest.mark.parametrize("rotate", [False, True])
def test_a_disabled_user_gets_nothing(user: User, api: APIClient, settings: Settings, rotate: bool) -> None:
    """The refresh token of a disabled user gets the same refusal as that of a deleted one."""
    settings.SIGNET = {"ROTATE_REFRESH_TOKENS": rotate}
    token = RefreshToken.for_user(user)
    User.objects.update(is_active=False)
    assert_answer(post(api, token), 401, no_account("user_inactive"), CHALLENGE)


def test_the_projects_rule_is_asked_at_each_refresh(user: User, api: APIClient, settings: Settings) -> None:
    """An active user whom the rule refuses gets no new token."""
    token = RefreshToken.for_user(user)
    settings.SIGNET = STAFF_ONLY
    assert_answer(post(api, token), 401, no_account("no_active_account"), CHALLENGE)
    User.objects.update(is_staff=True)
    assert post(api, token).status_code == 200


def test_the_projects_rule_may_let_disabled_users_go_on(user: User, api: APIClient, settings: Settings) -> None:
    """The rule alone decides: there is no second look at ``is_active``."""
    settings.SIGNET = EVERYBODY
    token = RefreshToken.for_user(user)
    User.objects.update(is_active=False)
    assert post(api, token).status_code == 200


def test_a_token_of_nobody_can_be_refreshed(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """A refresh token without a user, such as one for a service, gives an access token without one."""
    forge = REFRESH.forge(user)
    with django_assert_num_queries(0):
        response = post(api, forge.token(payload=forge.claims(user_id=MISSING)))
    assert response.status_code == 200
    assert "user_id" not in AccessToken(body(response)["access"])
