"""What the sign-in of the sessions tier answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.tokens import AccessToken
from signet_tokens.claims import read_time
from tests.sessions_wire.client import CREDENTIALS, sign_in, tokens_of
from tests.sessions_wire.places import API
from tests.wire.answers import BAD_CREDENTIALS, CHALLENGE, assert_answer

SIGN_IN = pytest.mark.parametrize("path", [f"{API}token/", f"{API}sliding/"])


def test_the_answer_is_a_pair_and_its_time(user: User, api: APIClient) -> None:
    """Both tokens, and the whole five minutes that the access token lives."""
    answer = sign_in(api)
    assert list(answer) == ["refresh", "access", "expires_in"]
    assert answer["expires_in"] == 300


def test_the_tokens_name_their_session(user: User, api: APIClient) -> None:
    """The refresh token is of generation 0; the access token has the same session and time of sign-in, and no more."""
    answer = sign_in(api)
    session = Session.objects.get()
    refresh, access = RefreshToken(answer["refresh"]), AccessToken(answer["access"])
    signed_in = int(session.created_at.timestamp())
    assert refresh.payload == {
        "token_type": "refresh",
        "exp": signed_in + 24 * 60 * 60,
        "iat": signed_in,
        "jti": session.token_id(0),
        "user_id": str(user.pk),
        "sid": str(session.pk),
        "gen": 0,
        "auth_time": signed_in,
        "amr": ["pwd"],
    }
    assert list(access.payload) == ["token_type", "exp", "iat", "jti", "user_id", "sid", "auth_time", "amr"]
    assert all(access[claim] == refresh[claim] for claim in ("user_id", "sid", "auth_time"))
    assert access["jti"] != refresh["jti"]


def test_each_sign_in_is_a_session(user: User, api: APIClient) -> None:
    """One row each, whatever there was before."""
    sids = {RefreshToken(sign_in(api)["refresh"])["sid"] for _ in range(3)}
    assert sids == {str(one.pk) for one in Session.objects.all()}
    assert len(sids) == 3


@SIGN_IN
def test_a_sign_in_is_four_queries(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    """The user, the row, a look for sessions beyond the limit, and one for rows to delete."""
    with django_assert_num_queries(4):
        tokens_of(api.post(path, CREDENTIALS))


@SIGN_IN
@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"username": "nobody"}], ids=["password", "username"])
def test_wrong_credentials_open_nothing(user: User, api: APIClient, path: str, changes: dict[str, str]) -> None:
    """401 in the field's words, without a word about which was wrong, and no row."""
    assert_answer(api.post(path, CREDENTIALS | changes), 401, BAD_CREDENTIALS, CHALLENGE)
    assert not Session.objects.exists()


@SIGN_IN
def test_a_disabled_user_opens_nothing(user: User, api: APIClient, path: str) -> None:
    """The answer of a wrong password."""
    User.objects.update(is_active=False)
    assert_answer(api.post(path, CREDENTIALS), 401, BAD_CREDENTIALS, CHALLENGE)
    assert not Session.objects.exists()


def test_no_token_outlives_the_session(user: User, api: APIClient, settings: Settings) -> None:
    """Where SESSION_LIFETIME is the shortest of all, both tokens end with the session, and ``expires_in`` says so."""
    settings.SIGNET = {"SESSION_LIFETIME": timedelta(seconds=90)}
    answer = sign_in(api)
    end = int(Session.objects.get().expires_at.timestamp())
    assert read_time(RefreshToken(answer["refresh"])["exp"]) == read_time(AccessToken(answer["access"])["exp"]) == end
    assert 80 <= answer["expires_in"] <= 90


def test_a_sign_in_too_many_ends_the_oldest(user: User, api: APIClient, settings: Settings) -> None:
    """SESSIONS_PER_USER are left, the newest ones."""
    settings.SIGNET = {"SESSIONS_PER_USER": 2}
    first, *rest = (RefreshToken(sign_in(api)["refresh"])["sid"] for _ in range(3))
    assert {str(one.pk) for one in Session.objects.live(timezone.now())} == set(rest)
    assert Session.objects.get(pk=str(first)).revoke_reason == "limit"
