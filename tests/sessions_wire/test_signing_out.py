"""What the endpoints that sign out answer and end."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken
from tests.sessions_wire.client import refresh
from tests.sessions_wire.places import (
    BLACKLIST,
    LIVE,
    LOGOUT,
    LOGOUT_ALL,
    REFRESH,
    SIGN_OUT,
    SNAPSHOT,
    assert_signed_out,
    each,
)
from tests.sessions_wire.refusals import BLACKLISTED, not_valid
from tests.wire.answers import BAD_TOKEN, assert_answer
from tests.wire.doors import Door

EVERY = pytest.mark.parametrize("place", each(SIGN_OUT))
REVOKED = not_valid("session_revoked", BLACKLISTED)


@EVERY
def test_signing_out_may_be_repeated(user: User, api: APIClient, place: Door) -> None:
    """The answer is the same the second time; the row keeps the time and the reason of the first."""
    token = str(RefreshToken.for_user(user))
    assert_signed_out(place.show(api, token), place)
    row = Session.objects.get()
    assert row.revoked_at is not None
    assert row.revoke_reason == ("logout_all" if place == LOGOUT_ALL else "logout")
    assert_signed_out(place.show(api, token), place)
    again = Session.objects.get()
    assert (again.revoked_at, again.revoke_reason) == (row.revoked_at, row.revoke_reason)


@EVERY
def test_nothing_of_the_session_is_accepted_afterwards(user: User, api: APIClient, place: Door) -> None:
    """Neither its refresh token nor its access token, at either class."""
    token = RefreshToken.for_user(user)
    access = str(token.access_token)
    place.show(api, str(token))
    assert_answer(REFRESH.show(api, str(token)), 401, REVOKED, BAD_TOKEN)
    for view in (LIVE, SNAPSHOT):
        assert_answer(view.show(api, access), 401, REVOKED, BAD_TOKEN)


@pytest.mark.parametrize("place", each({"blacklist": BLACKLIST, "logout": LOGOUT}))
def test_signing_out_here_leaves_the_others(user: User, api: APIClient, place: Door) -> None:
    """The sessions of the user on other devices go on."""
    here, elsewhere = RefreshToken.for_user(user), RefreshToken.for_user(user)
    place.show(api, str(here))
    refresh(api, elsewhere)


def test_signing_out_everywhere_ends_all_of_the_user(user: User, other: User, api: APIClient) -> None:
    """And none of anybody else's."""
    mine = [RefreshToken.for_user(user) for _ in range(3)]
    theirs = RefreshToken.for_user(other)
    assert_signed_out(LOGOUT_ALL.show(api, str(mine[1])), LOGOUT_ALL)
    for one in mine:
        assert_answer(REFRESH.show(api, str(one)), 401, REVOKED, BAD_TOKEN)
    refresh(api, theirs)


@EVERY
def test_a_parallel_request_may_have_refreshed(user: User, api: APIClient, place: Door) -> None:
    """The token that was replaced a moment ago signs out as well as the one that replaced it."""
    old = RefreshToken.for_user(user)
    new = refresh(api, old)["refresh"]
    assert_signed_out(place.show(api, str(old)), place)
    assert_answer(REFRESH.show(api, new), 401, REVOKED, BAD_TOKEN)


@pytest.mark.parametrize(
    ("place", "first", "second"),
    [
        pytest.param(BLACKLIST, 2, 2, id="blacklist"),
        pytest.param(LOGOUT, 2, 2, id="logout"),
        pytest.param(LOGOUT_ALL, 3, 1, id="logout-all"),
    ],
)
def test_the_number_of_queries(
    user: User,
    api: APIClient,
    django_assert_num_queries: DjangoAssertNumQueries,
    place: Door,
    first: int,
    second: int,
) -> None:
    """The session and its end; everywhere, a look for the others as well. However many there are."""
    token, *_ = (str(RefreshToken.for_user(user)) for _ in range(5))
    for queries in (first, second):
        with django_assert_num_queries(queries):
            assert_signed_out(place.show(api, token), place)
