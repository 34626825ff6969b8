"""Attacks on the ``Authorization`` header, and on where else a token might be looked for."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from tests.wire.answers import (
    BAD_HEADER,
    BAD_REQUEST,
    CHALLENGE,
    NOT_SHOWN,
    assert_answer,
    assert_tells_nothing,
)
from tests.wire.attack_cases_authorization import ACCEPTED, NO_TOKEN_AT_ALL, NO_TOKEN_OF_OURS, NOT_ONE_TOKEN, TOKEN
from tests.wire.doors import HEADER_DOORS, Door

AT_HEADER_DOORS = pytest.mark.parametrize("door", HEADER_DOORS)


@AT_HEADER_DOORS
@pytest.mark.parametrize("header", ACCEPTED)
def test_the_header_may_be_spaced(user: User, api: APIClient, door: Door, header: str) -> None:
    """The scheme has no case, and spaces around the words don't count."""
    sent = header.replace(TOKEN, door.forge(user).token())
    assert api.get(door.path, HTTP_AUTHORIZATION=sent).status_code == 200


@AT_HEADER_DOORS
@pytest.mark.parametrize("header", NO_TOKEN_OF_OURS)
def test_another_header_is_none(user: User, api: APIClient, door: Door, header: str) -> None:
    """What doesn't begin with our scheme and a space authenticates no one."""
    token = door.forge(user).token()
    response = api.get(door.path, HTTP_AUTHORIZATION=header.replace(TOKEN, token))
    assert_answer(response, 401, NOT_SHOWN, CHALLENGE)
    assert_tells_nothing(response, token)


@AT_HEADER_DOORS
@pytest.mark.parametrize("header", NOT_ONE_TOKEN)
def test_a_header_without_one_token_is_bad(user: User, api: APIClient, door: Door, header: str) -> None:
    """After our scheme there has to be one word: which of two would count is nobody's guess."""
    token = door.forge(user).token()
    response = api.get(door.path, HTTP_AUTHORIZATION=header.replace(TOKEN, token))
    assert_answer(response, 401, BAD_HEADER, BAD_REQUEST)
    assert_tells_nothing(response, token)


@AT_HEADER_DOORS
@pytest.mark.parametrize("header", NO_TOKEN_AT_ALL)
def test_one_word_that_is_no_token_is_refused(user: User, api: APIClient, door: Door, header: str) -> None:
    """Nothing is cut off or repaired."""
    door.assert_refused(api, header.replace(TOKEN, door.forge(user).token()).removeprefix("Bearer "))


@AT_HEADER_DOORS
@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param("HTTP_X_AUTHORIZATION", id="x-authorization"),
        pytest.param("HTTP_PROXY_AUTHORIZATION", id="proxy-authorization"),
        pytest.param("HTTP_X_ACCESS_TOKEN", id="x-access-token"),
        pytest.param("HTTP_X_FORWARDED_AUTHORIZATION", id="x-forwarded-authorization"),
        pytest.param("HTTP_AUTHENTICATION", id="authentication"),
        pytest.param("HTTP_COOKIE", id="cookie-header"),
        pytest.param("REMOTE_USER", id="remote-user"),
        pytest.param("AUTHORIZATION", id="environment"),
    ],
)
def test_no_other_header_is_looked_at(user: User, api: APIClient, door: Door, elsewhere: str) -> None:
    """A good token in another header is none."""
    api.credentials(**{elsewhere: f"Bearer {door.forge(user).token()}"})
    response = api.get(door.path)
    assert_answer(response, 401, NOT_SHOWN, CHALLENGE)


@AT_HEADER_DOORS
@pytest.mark.parametrize("name", ["token", "access_token", "access", "jwt", "bearer", "Authorization", "auth"])
def test_a_token_in_the_url_or_a_cookie_is_not_looked_at(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, door: Door, name: str
) -> None:
    """Addresses are logged and shared, and cookies are sent by anybody's page: tokens there are none."""
    token = door.forge(user).token()
    api.cookies[name] = token
    with django_assert_num_queries(0):
        for value in (token, f"Bearer {token}"):
            assert_answer(api.get(door.path, {name: value}), 401, NOT_SHOWN, CHALLENGE)


@AT_HEADER_DOORS
def test_a_bad_token_in_the_header_is_not_replaced(user: User, api: APIClient, door: Door) -> None:
    """A good token elsewhere doesn't save a request whose header holds a bad one."""
    token = door.forge(user).token()
    api.cookies["access"] = token
    response = api.get(f"{door.path}?access_token={token}", HTTP_AUTHORIZATION="Bearer a.b.c")
    assert_answer(response, 401, door.refusal(), 'Bearer realm="api", error="invalid_token"')
