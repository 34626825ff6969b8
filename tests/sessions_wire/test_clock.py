"""A clock that was ahead and is put right: nobody is signed out, and a stolen token doesn't work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from tests.browser.places import LOGOUT as BROWSER_LOGOUT
from tests.browser.places import LOGOUT_ALL as BROWSER_LOGOUT_ALL
from tests.browser.places import REFRESH as BROWSER_REFRESH
from tests.browser.places import post
from tests.sessions_wire.places import ACCESS_PLACES, LOGOUT_ALL, REFRESH, REFRESH_PLACES, SLIDING, VERIFY, each
from tests.wire.answers import assert_answer
from tests.wire.doors import Door

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOT_YET = {"detail": "The token is not valid yet. Try again later.", "code": "token_not_yet_valid"}


def assert_not_yet(response: Response, seconds: int = 60) -> None:
    """The answer says to wait and try again: nothing is wrong with the token."""
    assert_answer(response, 503, NOT_YET)
    assert 0 < int(response["Retry-After"]) <= seconds
    assert not response.cookies


@pytest.mark.parametrize("place", each(ACCESS_PLACES))
def test_an_access_token_of_an_hour_ahead_has_to_wait(user: User, api: APIClient, place: Door) -> None:
    """Every class of authentication says so."""
    token = RefreshToken.for_user(user, now=timezone.now() + HOUR).access_token
    assert_not_yet(place.show(api, str(token)))


@pytest.mark.parametrize("place", each({**REFRESH_PLACES, "sliding": SLIDING}))
def test_a_refresh_token_of_an_hour_ahead_has_to_wait(user: User, api: APIClient, place: Door) -> None:
    """Every endpoint says so, and the session is as it was."""
    token_class = SlidingToken if place == SLIDING else RefreshToken
    token = token_class.for_user(user, now=timezone.now() + HOUR)
    before = Session.objects.values().get()
    assert_not_yet(place.show(api, str(token)))
    assert Session.objects.values().get() == before


def test_the_answer_says_how_long_to_wait(user: User, api: APIClient) -> None:
    """To the second, if it is less than a minute."""
    token = RefreshToken.for_user(user, now=timezone.now() + timedelta(seconds=25))
    assert_not_yet(REFRESH.show(api, str(token)), 20)


@pytest.mark.parametrize("path", [BROWSER_REFRESH, BROWSER_LOGOUT, BROWSER_LOGOUT_ALL])
def test_a_cookie_of_an_hour_ahead_is_kept(user: User, api: APIClient, path: str) -> None:
    """A browser that forgot it would be signed out."""
    token = RefreshToken.for_user(user, now=timezone.now() + HOUR)
    assert_not_yet(post(api, path, token))
    assert Session.objects.get().revoked_at is None


def test_a_sign_in_passes_whatever_the_cookie_says(user: User, api: APIClient) -> None:
    """A user who doesn't want to wait may sign in again."""
    token = RefreshToken.for_user(user, now=timezone.now() + HOUR)
    response = post(api, "/sessions/api/browser/token/", token)
    assert response.status_code == 200


@pytest.mark.parametrize("place", each(REFRESH_PLACES))
def test_a_token_of_a_far_future_is_refused(user: User, api: APIClient, place: Door) -> None:
    """Signing in again is faster than the wait."""
    token = RefreshToken.for_user(user, now=timezone.now() + 2 * DAY)
    assert place.show(api, str(token)).status_code == 401


@pytest.mark.parametrize("place", [pytest.param(one, id=one.path) for one in (REFRESH, VERIFY, LOGOUT_ALL)])
def test_a_stolen_token_gets_nothing_where_the_refresh_lies_ahead(user: User, api: APIClient, place: Door) -> None:
    """A clock that was ahead by an hour replaced it: the grace of ten seconds must not last for an hour."""
    now = timezone.now()
    stolen = str(RefreshToken.for_user(user, now=now - HOUR))
    own = str(refresh(stolen, RefreshToken, now=now + HOUR))
    before = Session.objects.values().get()
    assert_not_yet(place.show(api, stolen))
    assert_not_yet(place.show(api, own))
    assert Session.objects.values().get() == before


def test_when_the_clock_has_caught_up_all_is_as_usual(user: User, api: APIClient) -> None:
    """The client goes on, and Signet detects a thief."""
    now = timezone.now()
    stolen = str(RefreshToken.for_user(user, now=now - 3 * HOUR))
    own = str(refresh(stolen, RefreshToken, now=now - HOUR))
    assert REFRESH.show(api, own).status_code == 200
    Session.objects.update(rotated_at=now - HOUR)
    assert REFRESH.show(api, stolen).status_code == 401
    assert Session.objects.get().revoke_reason == "reuse"
