"""Tokens of the tier without sessions where sessions are asked for, and the other way round."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from drf_signet import tokens as core
from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken
from tests.sessions_wire.places import ACCESS_PLACES, SLIDING, TYPED, VERIFY, each
from tests.sessions_wire.refusals import NO_SESSION, not_valid
from tests.sessions_wire.signed import access_token
from tests.wire.answers import BAD_TOKEN, assert_answer
from tests.wire.doors import REFRESH as CORE_REFRESH
from tests.wire.doors import STATELESS, WHOAMI, Door
from tests.wire.doors import VERIFY as CORE_VERIFY


@pytest.mark.parametrize("place", each(ACCESS_PLACES))
def test_an_access_token_without_a_session_does_not_authenticate(user: User, api: APIClient, place: Door) -> None:
    """401 says what it lacks."""
    token = str(core.AccessToken.for_user(user))
    assert_answer(place.show(api, token), 401, not_valid("claim_missing", NO_SESSION), BAD_TOKEN)


@pytest.mark.parametrize("place", each({**TYPED, "sliding": SLIDING}))
def test_a_token_without_a_session_gets_and_ends_nothing(user: User, api: APIClient, place: Door) -> None:
    """401 says what it lacks, and the session that the user has goes on."""
    RefreshToken.for_user(user)
    token = core.SlidingToken.for_user(user) if place == SLIDING else core.RefreshToken.for_user(user)
    assert_answer(place.show(api, str(token)), 401, not_valid("claim_missing", NO_SESSION), BAD_TOKEN)
    assert Session.objects.get().revoked_at is None


def test_an_access_token_without_a_session_verifies(user: User, api: APIClient) -> None:
    """The core tier's classes accept it, so it is a good token."""
    assert_answer(VERIFY.show(api, str(core.AccessToken.for_user(user))), 200, {})


def test_a_refresh_token_without_a_session_does_not_verify(user: User, api: APIClient) -> None:
    """What no refresh of this tier takes is not good."""
    token = str(core.RefreshToken.for_user(user))
    assert_answer(VERIFY.show(api, token), 401, not_valid("claim_missing", NO_SESSION), BAD_TOKEN)


@pytest.mark.parametrize("place", [WHOAMI, STATELESS, CORE_VERIFY], ids=["whoami", "stateless", "verify"])
def test_an_access_token_of_a_session_is_one_of_the_core_tier(user: User, api: APIClient, place: Door) -> None:
    """Views without sessions take it, for as long as it lives."""
    assert place.show(api, str(access_token(user))).status_code == 200


def test_a_refresh_token_of_a_session_at_the_core_tier(user: User, api: APIClient) -> None:
    """The tier without sessions can't see that one was ended, so it takes none of their refresh tokens."""
    answer = CORE_REFRESH.show(api, str(RefreshToken.for_user(user)))
    assert_answer(answer, 401, not_valid("token_invalid", "Token belongs to a session"), BAD_TOKEN)
