"""The answers of ``token/`` and its sliding twin to credentials."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken
from signet_tokens.claims import read_time
from tests.conftest import PASSWORD
from tests.wire.answers import BAD_CREDENTIALS, CHALLENGE, assert_answer, body
from tests.wire.rules import STAFF_ONLY

GOOD = {"username": "ada", "password": PASSWORD}
REQUIRED = ["This field is required."]
BLANK = ["This field may not be blank."]

BOTH = pytest.mark.parametrize("path", ["/api/token/", "/api/sliding/"])


def test_credentials_give_a_refresh_and_an_access_token(user: User, api: APIClient) -> None:
    """The answer to good credentials is the two tokens of the user, in this order, and nothing else."""
    response = api.post("/api/token/", GOOD)
    tokens = body(response)
    assert response.status_code == 200
    assert list(tokens) == ["refresh", "access"]
    assert RefreshToken(tokens["refresh"])["user_id"] == str(user.pk)
    assert AccessToken(tokens["access"])["user_id"] == str(user.pk)
    assert "WWW-Authenticate" not in response.headers


def test_the_claims_have_the_usual_order(user: User, api: APIClient) -> None:
    """Both tokens hold the type, the times, an identifier of their own, and the user."""
    tokens = body(api.post("/api/token/", GOOD))
    refresh, access = RefreshToken(tokens["refresh"]), AccessToken(tokens["access"])
    names = ["token_type", "exp", "iat", "jti", "user_id"]
    assert list(refresh.payload) == list(access.payload) == names
    assert refresh["jti"] != access["jti"]
    assert (refresh["token_type"], access["token_type"]) == ("refresh", "access")
    assert read_time(refresh["exp"]) - read_time(refresh["iat"]) == 24 * 60 * 60
    assert read_time(access["exp"]) - read_time(access["iat"]) == 5 * 60


def test_credentials_give_a_sliding_token(user: User, api: APIClient) -> None:
    """The sliding twin answers with one token, which holds the end of its refresh time as well."""
    response = api.post("/api/sliding/", GOOD)
    tokens = body(response)
    assert response.status_code == 200
    assert list(tokens) == ["token"]
    token = SlidingToken(tokens["token"])
    assert list(token.payload) == ["token_type", "exp", "iat", "jti", "refresh_exp", "user_id"]
    assert read_time(token["refresh_exp"]) - read_time(token["iat"]) == 24 * 60 * 60


@BOTH
@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        pytest.param({}, {"username": REQUIRED, "password": REQUIRED}, id="nothing"),
        pytest.param({"username": "ada"}, {"password": REQUIRED}, id="no-password"),
        pytest.param({"password": PASSWORD}, {"username": REQUIRED}, id="no-username"),
        pytest.param({"username": "", "password": ""}, {"username": BLANK, "password": BLANK}, id="blank"),
        pytest.param({"username": "  ", "password": PASSWORD}, {"username": BLANK}, id="spaces-for-a-name"),
    ],
)
def test_missing_and_blank_fields_are_named(
    user: User, api: APIClient, path: str, sent: Mapping[str, str], expected: object
) -> None:
    """400 with the error of each field."""
    assert_answer(api.post(path, sent), 400, expected)


@BOTH
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({**GOOD, "password": "wrong"}, id="wrong-password"),
        pytest.param({**GOOD, "password": f" {PASSWORD} "}, id="spaces-around-the-password"),
        pytest.param({**GOOD, "username": "nobody"}, id="unknown-user"),
        pytest.param({**GOOD, "username": "bob"}, id="disabled-user"),
    ],
)
def test_bad_credentials_can_not_be_told_apart(user: User, api: APIClient, path: str, sent: Mapping[str, str]) -> None:
    """A wrong password, an unknown user and a disabled one get the same 401 without a code."""
    User.objects.create_user("bob", password=PASSWORD, is_active=False)
    assert_answer(api.post(path, sent), 401, BAD_CREDENTIALS, CHALLENGE)


@BOTH
def test_the_projects_rule_decides_who_may_sign_in(user: User, api: APIClient, settings: Settings, path: str) -> None:
    """A user whom the rule refuses gets the answer to a wrong password."""
    settings.SIGNET = STAFF_ONLY
    assert_answer(api.post(path, GOOD), 401, BAD_CREDENTIALS, CHALLENGE)
    User.objects.update(is_staff=True)
    assert api.post(path, GOOD).status_code == 200


@BOTH
def test_a_sign_in_is_one_query(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    """The user is read once, and nothing is written."""
    with django_assert_num_queries(1):
        assert api.post(path, GOOD).status_code == 200


@BOTH
def test_a_sign_in_is_recorded_where_the_project_wants_it(
    user: User,
    api: APIClient,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
) -> None:
    """With UPDATE_LAST_LOGIN the time of the sign-in is written, by one statement; a failed one writes nothing."""
    settings.SIGNET = {"UPDATE_LAST_LOGIN": True}
    api.post(path, {**GOOD, "password": "wrong"})
    user.refresh_from_db()
    assert user.last_login is None
    with django_assert_num_queries(2):
        assert api.post(path, GOOD).status_code == 200
    user.refresh_from_db()
    assert user.last_login is not None


@pytest.fixture
def heard() -> list[str]:
    """Django's signals of signing in, as they were sent."""
    return []


@pytest.mark.parametrize(
    ("signet", "password", "expected"),
    [
        pytest.param({}, PASSWORD, [], id="silent"),
        pytest.param({"UPDATE_LAST_LOGIN": True}, PASSWORD, ["in"], id="signed-in"),
        pytest.param({"UPDATE_LAST_LOGIN": True}, "wrong", ["failed"], id="failed"),
        pytest.param(STAFF_ONLY, PASSWORD, ["failed"], id="ruled-out"),
    ],
)
def test_djangos_signals_are_sent(
    user: User,
    api: APIClient,
    settings: Settings,
    heard: list[str],
    signet: Mapping[str, object],
    password: str,
    expected: list[str],
) -> None:
    """A refusal always sends ``user_login_failed``, without the password; a sign-in only if it is to be recorded."""
    settings.SIGNET = signet

    def hear_in(sender: type[Model], **kwargs: object) -> None:
        heard.append("in")

    def hear_failed(sender: str, credentials: Mapping[str, str], **kwargs: object) -> None:
        assert password not in credentials.values()
        heard.append("failed")

    user_logged_in.connect(hear_in)
    user_login_failed.connect(hear_failed)
    try:
        api.post("/api/token/", {**GOOD, "password": password})
    finally:
        user_logged_in.disconnect(hear_in)
        user_login_failed.disconnect(hear_failed)
    assert heard == expected
