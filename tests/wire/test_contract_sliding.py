"""Sliding tokens: one token that authenticates requests, and is exchanged for one that lives longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token
from signet_tokens.claims import read_time
from tests.wire.answers import BAD_TOKEN, CHALLENGE, assert_answer, body, no_account, no_type_fits
from tests.wire.doors import SLIDING, STATELESS, WHOAMI, Door
from tests.wire.forge import MISSING
from tests.wire.rules import STAFF_ONLY

SLIDING_ONLY = {"AUTH_TOKEN_CLASSES": ("drf_signet.tokens.SlidingToken",)}
BOTH_TYPES = {"AUTH_TOKEN_CLASSES": ("drf_signet.tokens.AccessToken", "drf_signet.tokens.SlidingToken")}


def ago(**duration: float) -> datetime:
    """The time that long ago."""
    return datetime.now(UTC) - timedelta(**duration)


def post(api: APIClient, token: object) -> Response:
    """The answer to *token*."""
    return api.post("/api/sliding/refresh/", {"token": str(token)})


@pytest.mark.parametrize(
    ("door", "name", "queries"), [(WHOAMI, "User", 1), (STATELESS, "TokenUser", 0)], ids=["whoami", "stateless"]
)
def test_a_sliding_token_is_its_user(
    user: User,
    api: APIClient,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
    door: Door,
    name: str,
    queries: int,
) -> None:
    """Where AUTH_TOKEN_CLASSES names it, a sliding token authenticates a request at the cost of an access token."""
    settings.SIGNET = SLIDING_ONLY
    token = str(SlidingToken.for_user(user))
    with django_assert_num_queries(queries):
        assert_answer(door.show(api, token), 200, {"id": str(user.pk), "class": name})


def test_each_accepted_type_says_why_not(user: User, api: APIClient, settings: Settings) -> None:
    """Two classes accept the tokens of two types, and give two reasons against a third."""
    settings.SIGNET = BOTH_TYPES
    for token_class in (AccessToken, SlidingToken):
        WHOAMI.assert_open(api, str(token_class.for_user(user)))
    wrong = "Token has wrong type"
    expected = no_type_fits(("AccessToken", "access", wrong), ("SlidingToken", "sliding", wrong))
    assert_answer(WHOAMI.show(api, str(RefreshToken.for_user(user))), 401, expected, BAD_TOKEN)


def test_a_sliding_token_is_no_access_token(user: User, api: APIClient) -> None:
    """By default only access tokens authenticate a request."""
    WHOAMI.assert_refused(api, str(SlidingToken.for_user(user)), "Token has wrong type")


def test_a_refresh_moves_the_end(user: User, api: APIClient) -> None:
    """The new token differs from the old one in its times alone, and ``refresh_exp`` is not one of them."""
    old = SlidingToken.for_user(user, now=ago(minutes=4))
    old["locale"] = "en"
    response = post(api, old)
    assert response.status_code == 200
    assert list(body(response)) == ["token"]
    new = SlidingToken(body(response)["token"])
    assert list(new.payload) == list(old.payload)
    assert {name for name in new.payload if new[name] != old[name]} == {"exp", "iat"}
    assert read_time(new["exp"]) >= read_time(old["exp"]) + 4 * 60


def test_the_end_never_passes_the_last_one(user: User, api: APIClient) -> None:
    """Near the end of the refresh time the new token gets what is left of it."""
    forge = SLIDING.forge(user)
    end = int(ago(minutes=-2).timestamp())
    new = SlidingToken(body(post(api, forge.token(payload=forge.claims(refresh_exp=end))))["token"])
    assert new["exp"] == new["refresh_exp"] == end


def test_a_refresh_is_one_query(user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The user is read once."""
    token = SlidingToken.for_user(user)
    with django_assert_num_queries(1):
        assert post(api, token).status_code == 200


def test_the_refresh_time_ends(user: User, api: APIClient) -> None:
    """A token that is in time itself can't be refreshed after ``refresh_exp``."""
    forge = SLIDING.forge(user)
    over = forge.token(payload=forge.claims(refresh_exp=int(ago(seconds=5).timestamp())))
    SLIDING.assert_refused(api, over, "Token 'refresh_exp' claim has expired")


def test_a_token_without_a_refresh_time_can_not_be_refreshed(user: User, api: APIClient) -> None:
    """A sliding token without ``refresh_exp`` is refused by name."""
    forge = SLIDING.forge(user)
    bare = forge.token(payload=forge.claims(refresh_exp=MISSING))
    SLIDING.assert_refused(api, bare, "Token has no 'refresh_exp' claim")


def test_an_expired_token_can_not_be_refreshed(user: User, api: APIClient) -> None:
    """Within the refresh time a token has to be in time itself."""
    SLIDING.assert_refused(api, str(SlidingToken.for_user(user, now=ago(minutes=6))), "Token is expired")


@pytest.mark.parametrize("token_class", [AccessToken, RefreshToken])
def test_a_token_of_another_type_can_not_slide(user: User, api: APIClient, token_class: type[Token]) -> None:
    """Access and refresh tokens are refused."""
    SLIDING.assert_refused(api, str(token_class.for_user(user)), "Token has wrong type")


def test_a_deleted_user_slides_no_further(user: User, api: APIClient) -> None:
    """The token of a user who is gone is refused."""
    token = SlidingToken.for_user(user)
    user.delete()
    assert_answer(post(api, token), 401, no_account("user_not_found"), CHALLENGE)


def test_a_disabled_user_slides_no_further(user: User, api: APIClient) -> None:
    """The token of a disabled user is refused in the words for a deleted one."""
    token = SlidingToken.for_user(user)
    User.objects.update(is_active=False)
    assert_answer(post(api, token), 401, no_account("user_inactive"), CHALLENGE)


def test_the_projects_rule_is_asked_at_each_refresh(user: User, api: APIClient, settings: Settings) -> None:
    """An active user whom the rule refuses slides no further."""
    token = SlidingToken.for_user(user)
    settings.SIGNET = STAFF_ONLY
    assert_answer(post(api, token), 401, no_account("no_active_account"), CHALLENGE)
    User.objects.update(is_staff=True)
    assert post(api, token).status_code == 200


def test_the_refresh_time_has_the_name_and_length_of_the_settings(
    user: User, api: APIClient, settings: Settings
) -> None:
    """Both lifetimes and the name of the claim are the project's."""
    settings.SIGNET = {
        "SLIDING_TOKEN_REFRESH_EXP_CLAIM": "until",
        "SLIDING_TOKEN_LIFETIME": timedelta(minutes=1),
        "SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(minutes=30),
    }
    token = SlidingToken(body(post(api, SlidingToken.for_user(user)))["token"])
    assert "refresh_exp" not in token
    assert read_time(token["exp"]) - read_time(token["iat"]) == 60
    # Counted from the first token on, which was made a moment before.
    assert 30 * 60 - 10 <= read_time(token["until"]) - read_time(token["iat"]) <= 30 * 60
