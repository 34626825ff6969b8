"""The answers of the endpoints of sliding tokens with sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from signet_tokens.claims import read_time
from tests.sessions_wire.client import sign_in, tokens_of
from tests.sessions_wire.places import API, LIVE, SLIDING, SNAPSHOT, VERIFY
from tests.sessions_wire.refusals import BLACKLISTED, NO_SESSION, SUPERSEDED, Refusal, not_valid
from tests.sessions_wire.signed import GENERATION, ago, resigned, slid_often
from tests.wire.answers import BAD_TOKEN, assert_answer
from tests.wire.doors import Door
from tests.wire.forge import MISSING

AUTHENTICATES = {"AUTH_TOKEN_CLASSES": ("drf_signet.sessions.tokens.SlidingToken",)}


def slide(api: APIClient, token: object) -> SlidingToken:
    """The next token."""
    return SlidingToken(tokens_of(SLIDING.show(api, str(token)))["token"])


def test_a_sign_in_gives_one_token(user: User, api: APIClient) -> None:
    """The token, and its full five minutes."""
    answer = sign_in(api, f"{API}sliding/")
    assert list(answer) == ["token", "expires_in"]
    assert answer["expires_in"] == 300


def test_the_token_names_its_session(user: User, api: APIClient) -> None:
    """It is of generation 0, and says when the session ends."""
    token = SlidingToken(sign_in(api, f"{API}sliding/")["token"])
    session = Session.objects.get()
    signed_in = int(session.created_at.timestamp())
    assert token.payload == {
        "token_type": "sliding",
        "exp": signed_in + 300,
        "iat": signed_in,
        "jti": session.token_id(0),
        "refresh_exp": int(session.expires_at.timestamp()),
        "user_id": str(user.pk),
        "sid": str(session.pk),
        "gen": 0,
        "auth_time": signed_in,
        "amr": ["pwd"],
    }


def test_a_refresh_gives_the_next_token(user: User, api: APIClient) -> None:
    """Session, time of sign-in and end stay; generation and times change; there is one row."""
    old = SlidingToken.for_user(user, now=ago(timedelta(minutes=4)))
    answer = tokens_of(SLIDING.show(api, str(old)))
    assert (list(answer), answer["expires_in"]) == (["token", "expires_in"], 300)
    new = SlidingToken(answer["token"])
    assert all(new[claim] == old[claim] for claim in ("sid", "auth_time", "refresh_exp", "user_id"))
    assert (new["gen"], new["jti"]) == (1, Session.objects.get().token_id(1))
    assert read_time(new["exp"]) >= read_time(old["exp"]) + 240


def test_a_replay_in_the_grace_period_is_the_same_token(user: User, api: APIClient) -> None:
    """Parallel requests agree."""
    old = SlidingToken.for_user(user)
    assert str(slide(api, old)) == str(slide(api, old))
    assert Session.objects.get().generation == 1


def test_a_token_further_behind_is_told_to_wait(user: User, api: APIClient) -> None:
    """409 in the grace period, except for tokens of one race."""
    old = SlidingToken.for_user(user)
    new = slide(api, old)
    Session.objects.update(rotated_at=ago(timedelta(minutes=1)))
    slide(api, new)
    assert_answer(SLIDING.show(api, str(old)), 409, SUPERSEDED)


def test_a_replaced_token_ends_the_session(user: User, api: APIClient, settings: Settings) -> None:
    """Once the windows are over, although the token has not expired."""
    settings.SIGNET = {"SLIDING_TOKEN_LIFETIME": timedelta(hours=1), "REFRESH_RETRY_PERIOD": timedelta(minutes=5)}
    old = SlidingToken.for_user(user)
    slide(api, old)
    Session.objects.update(rotated_at=ago(timedelta(minutes=6)))
    assert_answer(SLIDING.show(api, str(old)), 401, not_valid("token_reused", BLACKLISTED), BAD_TOKEN)
    assert Session.objects.get().revoke_reason == "reuse"


def test_a_token_never_outlives_its_session(user: User, api: APIClient) -> None:
    """The last token ends with it, and ``refresh_exp`` says so."""
    token = SlidingToken.for_user(user)
    Session.objects.update(expires_at=ago(timedelta(seconds=-90)))
    new = slide(api, token)
    assert new["exp"] == new["refresh_exp"] == int(Session.objects.get().expires_at.timestamp())


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        pytest.param({"gen": GENERATION + 1}, not_valid("session_mismatch"), id="gen"),
        pytest.param({"gen": 10**400}, not_valid("session_mismatch"), id="huge-gen"),
        pytest.param({"jti": "0" * 32}, not_valid("session_mismatch"), id="jti"),
        pytest.param({"sid": "0"}, not_valid("session_not_found"), id="sid"),
        pytest.param({"sid": MISSING}, not_valid("claim_missing", NO_SESSION), id="no-sid"),
        pytest.param({"user_id": "0"}, not_valid("session_user_mismatch"), id="user"),
        pytest.param({"token_type": "refresh"}, not_valid("wrong_token_type", "Token has wrong type"), id="type"),
    ],
)
def test_a_token_that_the_session_did_not_issue(
    user: User, api: APIClient, changes: dict[str, object], body: Refusal
) -> None:
    """It is refused as a refresh token is."""
    assert_answer(SLIDING.show(api, resigned(slid_often(user), **changes)), 401, body, BAD_TOKEN)


def test_an_expired_token_is_not_refreshed(user: User, api: APIClient) -> None:
    """``exp`` ends both uses, whatever ``refresh_exp`` says."""
    token = SlidingToken.for_user(user, now=ago(timedelta(minutes=6)))
    assert_answer(SLIDING.show(api, str(token)), 401, not_valid("token_expired"), BAD_TOKEN)


def test_a_session_that_was_ended_is_not_refreshed(user: User, api: APIClient) -> None:
    """It doesn't verify either."""
    token = SlidingToken.for_user(user)
    end(token.session, Reason.LOGOUT, ago(timedelta()))
    for place in (SLIDING, VERIFY):
        revoked = not_valid("session_revoked", BLACKLISTED)
        assert_answer(place.show(api, str(token)), 401, revoked, BAD_TOKEN)


@pytest.mark.parametrize("place", [LIVE, SNAPSHOT], ids=["live", "snapshot"])
def test_a_sliding_token_authenticates(user: User, api: APIClient, settings: Settings, place: Door) -> None:
    """If AUTH_TOKEN_CLASSES names it, and until its session ends."""
    settings.SIGNET = AUTHENTICATES
    token = SlidingToken.for_user(user)
    assert place.show(api, str(token)).status_code == 200
    end(token.session, Reason.LOGOUT, ago(timedelta()))
    assert_answer(place.show(api, str(token)), 401, not_valid("session_revoked", BLACKLISTED), BAD_TOKEN)


def test_claims_of_ones_own_are_carried_over(user: User, api: APIClient) -> None:
    """The token has the claims of the sign-in after every refresh."""
    token = SlidingToken.for_user(user)
    token["roles"] = ["reader"]
    assert slide(api, slide(api, token))["roles"] == ["reader"]


@pytest.mark.parametrize("names", [[[]], [{}], ["exp"], ["sid"], ["token_type"]], ids=str)
def test_an_odd_list_of_computed_claims_is_harmless(user: User, api: APIClient, names: list[object]) -> None:
    """Whatever the claim says, the next token has all claims that it needs."""
    token = slid_often(user)
    assert set(token.payload) <= set(slide(api, resigned(token, computed=names)).payload)


def test_the_number_of_queries(user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Two for a refresh, one for a replay in the grace period, none for a forged token."""
    token = SlidingToken.for_user(user)
    for queries in (2, 1):
        with django_assert_num_queries(queries):
            slide(api, token)
    for raw in (f"{token}A", str(RefreshToken.for_user(user))):
        with django_assert_num_queries(0):
            assert SLIDING.show(api, raw).status_code == 401
