"""Attacks on the claim that names the user, with tokens that are signed by the right key."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from tests.wire.answers import BAD_TOKEN, CHALLENGE, NO_USER, NOT_FOUND, assert_answer, body, no_account
from tests.wire.attack_cases_claims import NO_USER_AT_ALL, NOBODY
from tests.wire.doors import EVERY_DOOR, STATELESS, USER_DOORS, VERIFY, WHOAMI, Door


def assert_nobody(api: APIClient, door: Door, token: str) -> None:
    """The door finds no user for *token*."""
    if door is WHOAMI:
        assert_answer(door.show(api, token), 401, NOT_FOUND, BAD_TOKEN)
    else:
        assert_answer(door.show(api, token), 401, no_account("user_not_found"), CHALLENGE)


@pytest.mark.parametrize("door", USER_DOORS)
@pytest.mark.parametrize("text", [*NO_USER_AT_ALL, *NOBODY])
def test_an_odd_user_is_nobody(user: User, api: APIClient, door: Door, text: str) -> None:
    """Where the user is loaded, what names none is refused as a deleted user is."""
    forge = door.forge(user)
    assert_nobody(api, door, forge.token(payload=forge.with_claim("user_id", text)))


@pytest.mark.parametrize("door", USER_DOORS)
@pytest.mark.parametrize("text", [*NO_USER_AT_ALL, pytest.param('"ada\\u0000"', id="nul")])
def test_what_no_database_takes_is_not_sent(
    user: User,
    api: APIClient,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
    door: Door,
    text: str,
) -> None:
    """A value that a database would refuse could spoil an open transaction, so there is no query."""
    settings.SIGNET = {"USER_ID_FIELD": "username"}
    forge = door.forge(user)
    token = forge.token(payload=forge.with_claim("user_id", text))
    with django_assert_num_queries(0):
        assert_nobody(api, door, token)


@pytest.mark.parametrize("text", NO_USER_AT_ALL)
def test_an_odd_user_is_none_without_a_look(user: User, api: APIClient, text: str) -> None:
    """Where the user is not loaded, what is neither a string nor a whole number names none."""
    forge = STATELESS.forge(user)
    response = STATELESS.show(api, forge.token(payload=forge.with_claim("user_id", text)))
    assert_answer(response, 401, NO_USER, BAD_TOKEN)


@pytest.mark.parametrize("text", NOBODY)
def test_without_a_look_the_claim_is_believed(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, text: str
) -> None:
    """Where the user is not loaded, any string or whole number is a user, and none is an error of ours."""
    forge = STATELESS.forge(user)
    with django_assert_num_queries(0):
        response = STATELESS.show(api, forge.token(payload=forge.with_claim("user_id", text)))
    assert response.status_code == 200
    assert isinstance(body(response)["id"], str)


@pytest.mark.parametrize("text", [*NO_USER_AT_ALL, *NOBODY])
def test_verification_says_nothing_of_users(user: User, api: APIClient, text: str) -> None:
    """Where there is no question of a user, the claim is not looked at."""
    forge = VERIFY.forge(user)
    VERIFY.assert_open(api, forge.token(payload=forge.with_claim("user_id", text)))


@pytest.mark.parametrize("door", EVERY_DOOR)
def test_a_user_that_is_no_text_is_an_invalid_token(user: User, api: APIClient, door: Door) -> None:
    """A lone surrogate could not be answered, logged or stored, so the token is refused everywhere."""
    forge = door.forge(user)
    door.assert_refused(api, forge.token(payload=forge.with_claim("user_id", '"\\ud800"')))


@pytest.mark.parametrize("door", USER_DOORS)
def test_a_number_is_as_good_as_its_text(user: User, api: APIClient, door: Door) -> None:
    """Other libraries write the key of a user as a number."""
    forge = door.forge(user)
    door.assert_open(api, forge.token(payload=forge.claims(user_id=user.pk)))


@pytest.mark.parametrize("door", USER_DOORS)
@pytest.mark.parametrize(
    ("field", "text"),
    [
        pytest.param("date_joined", '"7b6e0a44-4d7c-4f0e-9a54-0c7a9c1d2e3f"', id="no-value-of-the-field"),
        pytest.param("date_joined", '"2030-02-30 00:00:00+00:00"', id="no-day"),
        pytest.param("username", '"ADA"', id="other-case"),
        pytest.param("username", '"ada\\u0000"', id="nul"),
        pytest.param("username", '"ada%"', id="pattern"),
        pytest.param("username", f'"{"a" * 10_000}"', id="longer-than-the-field"),
    ],
)
def test_an_odd_value_of_another_field_is_nobody(
    user: User, api: APIClient, settings: Settings, door: Door, field: str, text: str
) -> None:
    """Whatever the field that identifies users, a value that it can't hold names none."""
    settings.SIGNET = {"USER_ID_FIELD": field}
    forge = door.forge(user)
    assert_nobody(api, door, forge.token(payload=forge.with_claim("user_id", text)))


@pytest.mark.parametrize("door", USER_DOORS)
def test_another_field_and_claim_can_name_the_user(user: User, api: APIClient, settings: Settings, door: Door) -> None:
    """With USER_ID_FIELD and USER_ID_CLAIM the user is found by that field under that name alone."""
    settings.SIGNET = {"USER_ID_FIELD": "username", "USER_ID_CLAIM": "sub"}
    forge = door.forge(user)
    door.assert_open(api, forge.token(payload=forge.claims(sub="ada")))
    assert_nobody(api, door, forge.token(payload=forge.claims(sub=str(user.pk))))


@pytest.mark.parametrize("door", USER_DOORS)
@pytest.mark.parametrize("written", [" {}", "{} ", "+{}", "0{}", "{}_0", "\t{}", "\xa0{}", "\u0660{}"])
def test_a_number_is_written_in_one_way(user: User, api: APIClient, door: Door, written: str) -> None:
    """Django reads numbers as Python does, and would find somebody."""
    User.objects.create(pk=10 * user.pk, username="ten-times")
    forge = door.forge(user)
    token = forge.token(payload=forge.with_claim("user_id", json.dumps(written.format(user.pk))))
    assert_nobody(api, door, token)
