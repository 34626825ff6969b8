"""Requests with access tokens of either kind."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken as OldAccessToken

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.answers import refresh
from drf_signet.sessions.revocation_list import SNAPSHOT

VIEWS = [("/live/", 1), ("/snapshot/", 0)]


def status(api: APIClient, path: str, token: object) -> int:
    """The status of the answer to a request with *token*."""
    return api.get(path, HTTP_AUTHORIZATION=f"Bearer {token}").status_code


def old_access_token(user: User) -> OldAccessToken:
    """One that Simple JWT issued."""
    token = OldAccessToken()
    token["user_id"] = str(user.pk)
    return token


@pytest.mark.parametrize(("path", "queries"), VIEWS)
def test_tokens_of_either_kind_are_accepted(
    api: APIClient, user: User, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """At the same cost."""
    own = refresh(api, simple_jwt.sign_in(user))["access"]
    assert status(api, path, own) == 200
    for token in (own, old_access_token(user)):
        with django_assert_num_queries(queries):
            assert status(api, path, token) == 200


@pytest.mark.parametrize(("path", "queries"), VIEWS)
def test_a_session_that_was_ended_is_out_and_a_token_without_one_is_not(
    api: APIClient, user: User, path: str, queries: int
) -> None:
    """Nobody can know of the other."""
    own = refresh(api, simple_jwt.sign_in(user))
    api.post("/api/logout/", {"refresh": own["refresh"]})
    SNAPSHOT.expire()
    assert (status(api, path, own["access"]), status(api, path, old_access_token(user))) == (401, 200)


def test_a_user_who_was_disabled_is_out_at_once(api: APIClient, user: User) -> None:
    """Where the user is looked up."""
    own = refresh(api, simple_jwt.sign_in(user))["access"]
    User.objects.update(is_active=False)
    assert [status(api, "/live/", token) for token in (own, old_access_token(user))] == [401, 401]
