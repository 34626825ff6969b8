"""`SlidingToken`: one token for both uses, bound to a session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from drf_signet.errors import ExpiredTokenError, SessionExpiredError, TokenReusedError
from drf_signet.sessions.lookup import live_session
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import SlidingToken
from tests.sessions.computed import CLAIMS, COMPUTED

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def test_a_new_token_holds_its_session(ada: User) -> None:
    """These claims and no others; the session lives for the refresh lifetime."""
    token = SlidingToken.for_user(ada, now=NOW)
    session = Session.objects.get()
    assert token.payload == {
        "token_type": "sliding",
        "exp": SECONDS + 300,
        "iat": SECONDS,
        "jti": session.token_id(0),
        "refresh_exp": SECONDS + 86_400,
        "user_id": str(ada.pk),
        "sid": str(session.pk),
        "gen": 0,
        "auth_time": SECONDS,
    }
    assert session.expires_at == NOW + DAY


def test_a_refresh_moves_the_end_but_not_the_last_end(user: User) -> None:
    """``exp`` follows the refresh, ``refresh_exp`` and ``auth_time`` stay, and claims that were set are kept."""
    token = SlidingToken.for_user(user, now=NOW)
    token["tenant"] = "north"
    token = refresh(str(token), SlidingToken, now=NOW + 4 * MINUTE)
    assert (token["gen"], token["iat"], token["exp"]) == (1, SECONDS + 240, SECONDS + 540)
    assert (token["refresh_exp"], token["auth_time"], token["tenant"]) == (SECONDS + 86_400, SECONDS, "north")


def test_a_token_that_has_expired_is_not_refreshed(user: User) -> None:
    """It is one token for both uses."""
    token = SlidingToken.for_user(user, now=NOW)
    with pytest.raises(ExpiredTokenError):
        refresh(str(token), SlidingToken, now=NOW + 5 * MINUTE)


def test_no_token_outlives_its_session(user: User) -> None:
    """The last one is shorter."""
    signet = {"SLIDING_TOKEN_REFRESH_LIFETIME": 6 * MINUTE}
    with override_settings(SIGNET=signet):
        token = SlidingToken.for_user(user, now=NOW)
        token = refresh(str(token), SlidingToken, now=NOW + 4 * MINUTE)
        assert token["exp"] == token["refresh_exp"] == SECONDS + 360
        Session.objects.update(expires_at=NOW + 5 * MINUTE)
        with pytest.raises(SessionExpiredError):
            refresh(str(token), SlidingToken, now=NOW + 5 * MINUTE)


def test_computed_claims_are_fresh_at_each_refresh(user: User) -> None:
    """A claim that is no longer computed is gone, a claim that was set stays, and the token remembers their names."""
    with override_settings(SIGNET=COMPUTED):
        CLAIMS["role"] = "editor"
        token = SlidingToken.for_user(user, now=NOW)
        token["tenant"] = "north"
        assert (token["name"], token["role"], token["computed"]) == ("ada", "editor", ["name", "role"])
        CLAIMS["role"] = "reader"
        token = refresh(str(token), SlidingToken, now=NOW)
        assert (token["role"], token["computed"]) == ("reader", ["name", "role"])
        del CLAIMS["role"]
        token = refresh(str(token), SlidingToken, now=NOW)
        assert "role" not in token
        assert (token["name"], token["tenant"], token["computed"]) == ("ada", "north", ["name"])
    token = refresh(str(token), SlidingToken, now=NOW)
    assert not {"role", "name", "computed"} & token.payload.keys()
    assert token["tenant"] == "north"


def test_the_end_of_the_refresh_time_can_have_another_name(user: User) -> None:
    """The setting names it."""
    with override_settings(SIGNET={"SLIDING_TOKEN_REFRESH_EXP_CLAIM": "last"}):
        token = refresh(str(SlidingToken.for_user(user, now=NOW)), SlidingToken, now=NOW)
    assert token["last"] == SECONDS + 86_400
    assert "refresh_exp" not in token


def test_a_replaced_token_ends_the_session(user: User) -> None:
    """As a refresh token does."""
    with override_settings(SIGNET={"SLIDING_TOKEN_LIFETIME": DAY}):
        first = SlidingToken.for_user(user, now=NOW)
        second = refresh(str(first), SlidingToken, now=NOW)
        refresh(str(second), SlidingToken, now=NOW)
        with pytest.raises(TokenReusedError):
            refresh(str(first), SlidingToken, now=NOW + 11 * MINUTE)
    assert Session.objects.get().revoke_reason == "reuse"


def test_a_token_authenticates_with_one_query(user: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Before and after it was replaced: other requests of the client may be on their way with it."""
    token = SlidingToken.for_user(user, now=NOW)
    renewed = refresh(str(token), SlidingToken, now=NOW)
    for one in (token, renewed):
        with django_assert_num_queries(1):
            assert live_session(SlidingToken(str(one), now=NOW), NOW).user == user
