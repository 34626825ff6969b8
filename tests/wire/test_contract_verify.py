"""What ``token/verify/`` answers to a token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token
from tests.wire.answers import assert_answer
from tests.wire.doors import VERIFY
from tests.wire.forge import MISSING

EVERY_TYPE = pytest.mark.parametrize("token_class", [AccessToken, RefreshToken, SlidingToken])


def post(api: APIClient, token: object) -> Response:
    """The answer to *token*."""
    return api.post("/api/token/verify/", {"token": str(token)})


@EVERY_TYPE
def test_a_good_token_of_any_type_is_good(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, token_class: type[Token]
) -> None:
    """The answer is an empty object, without a query."""
    token = token_class.for_user(user)
    with django_assert_num_queries(0):
        assert_answer(post(api, token), 200, {})


def test_a_token_without_a_type_is_good_for_nothing(user: User, api: APIClient) -> None:
    """Nor would it be accepted anywhere else."""
    forge = VERIFY.forge(user)
    VERIFY.assert_refused(api, forge.token(payload=forge.claims(token_type=MISSING)), "Token has no type")


def test_without_a_claim_for_it_every_type_is_good(user: User, api: APIClient, settings: Settings) -> None:
    """TOKEN_TYPE_CLAIM says whether tokens have one."""
    settings.SIGNET = {"TOKEN_TYPE_CLAIM": None}
    forge = VERIFY.forge(user)
    assert_answer(post(api, forge.token(payload=forge.claims(token_type=MISSING))), 200, {})
    assert_answer(post(api, forge.token(payload=forge.claims(token_type="parcel"))), 200, {})


class ParcelToken(AccessToken):
    """A project's own."""

    token_type = "parcel"


def test_a_type_of_the_projects_own_is_good_where_it_authenticates(
    user: User, api: APIClient, settings: Settings
) -> None:
    """AUTH_TOKEN_CLASSES names its class; without that, nobody here asks for such a token."""
    token = ParcelToken.for_user(user)
    VERIFY.assert_refused(api, str(token), "Token has wrong type")
    settings.SIGNET = {"AUTH_TOKEN_CLASSES": [f"{__name__}.ParcelToken"]}
    assert_answer(post(api, token), 200, {})
    assert_answer(post(api, SlidingToken.for_user(user)), 200, {})
    assert_answer(post(api, AccessToken.for_user(user)), 200, {})


def test_the_user_is_not_looked_at(user: User, api: APIClient) -> None:
    """The token of a user who is gone is still genuine and in time."""
    token = AccessToken.for_user(user)
    user.delete()
    assert_answer(post(api, token), 200, {})


@EVERY_TYPE
def test_an_expired_token_is_told_so(user: User, api: APIClient, token_class: type[Token]) -> None:
    """A token of any type whose time is over is refused."""
    token = token_class.for_user(user, now=datetime.now(UTC) - timedelta(days=2))
    VERIFY.assert_refused(api, str(token), "Token is expired")


@pytest.mark.parametrize(
    ("claim", "message"),
    [pytest.param("exp", "Token has no 'exp' claim", id="exp"), pytest.param("jti", "Token has no id", id="jti")],
)
def test_a_missing_claim_is_named(user: User, api: APIClient, claim: str, message: str) -> None:
    """What every token of ours has is demanded here, too."""
    forge = VERIFY.forge(user)
    VERIFY.assert_refused(api, forge.token(payload=forge.claims(**{claim: MISSING})), message)


@pytest.mark.parametrize("raw", ["abc", "a.b.c", "..", "null"])
def test_what_is_no_token_is_refused(user: User, api: APIClient, raw: str) -> None:
    """Any other string is an invalid token, not a bad request."""
    VERIFY.assert_refused(api, raw)


def test_a_forged_token_is_refused(user: User, api: APIClient) -> None:
    """A good token with another signature is refused."""
    signing_input, _, _ = str(AccessToken.for_user(user)).rpartition(".")
    _, _, other = str(AccessToken.for_user(user)).rpartition(".")
    VERIFY.assert_refused(api, f"{signing_input}.{other}")
