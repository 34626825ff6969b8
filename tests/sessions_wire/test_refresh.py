"""The answers of ``token/refresh/`` to tokens of a live session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh as refresh_at
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.tokens import AccessToken
from signet_tokens.claims import read_time
from tests.sessions_wire.client import refresh
from tests.sessions_wire.places import REFRESH, VERIFY
from tests.sessions_wire.refusals import BLACKLISTED, SUPERSEDED, no_account, not_valid
from tests.sessions_wire.signed import ago, replaced, resigned
from tests.wire.answers import BAD_TOKEN, assert_answer, body
from tests.wire.rules import STAFF_ONLY

HOUR = timedelta(hours=1)


def test_the_answer_is_the_next_pair(user: User, api: APIClient) -> None:
    """Both tokens, and the full five minutes of the access token."""
    answer = refresh(api, RefreshToken.for_user(user))
    assert list(answer) == ["access", "refresh", "expires_in"]
    assert answer["expires_in"] == 300


def test_the_next_token_is_of_the_next_generation(user: User, api: APIClient) -> None:
    """The session and the time of sign-in stay; generation, identifier and times change."""
    old = RefreshToken.for_user(user, now=ago(HOUR))
    new = RefreshToken(refresh(api, old)["refresh"])
    session = Session.objects.get()
    assert list(new.payload) == list(old.payload)
    assert (new["sid"], new["auth_time"], new["user_id"]) == (old["sid"], old["auth_time"], old["user_id"])
    assert (new["gen"], new["jti"]) == (1, session.token_id(1))
    assert new["iat"] == int(session.rotated_at.timestamp())
    assert read_time(new["iat"]) >= read_time(old["iat"]) + 60 * 60
    assert read_time(new["exp"]) == read_time(new["iat"]) + 24 * 60 * 60


def test_the_access_token_is_of_the_session(user: User, api: APIClient) -> None:
    """It has the session and the time of sign-in, but no generation, and it is issued now."""
    old = RefreshToken.for_user(user, now=ago(HOUR))
    access = AccessToken(refresh(api, old)["access"])
    assert list(access.payload) == ["token_type", "exp", "iat", "jti", "user_id", "sid", "auth_time"]
    assert (access["sid"], access["auth_time"]) == (old["sid"], old["auth_time"])
    assert read_time(access["iat"]) >= read_time(old["iat"]) + 60 * 60
    assert read_time(access["exp"]) == read_time(access["iat"]) + 300


def test_claims_of_ones_own_are_carried_over(user: User, api: APIClient) -> None:
    """Both tokens have the claims of the sign-in after every refresh."""
    token = RefreshToken.for_user(user)
    token["roles"] = ["reader", {"of": "north"}]
    first = refresh(api, token)
    second = refresh(api, first["refresh"])
    for raw in (first["refresh"], second["refresh"]):
        assert RefreshToken(raw)["roles"] == token["roles"]
    for raw in (first["access"], second["access"]):
        assert AccessToken(raw)["roles"] == token["roles"]


def test_a_session_stays_one_row(user: User, api: APIClient) -> None:
    """However often it is refreshed."""
    token = str(RefreshToken.for_user(user))
    for _ in range(50):
        token = refresh(api, token)["refresh"]
    assert Session.objects.get().generation == RefreshToken(token)["gen"] == 50


def test_a_replay_in_the_grace_period_is_the_same_token(user: User, api: APIClient) -> None:
    """Every request with the replaced token gets the very token that replaced it, and no row changes."""
    old = RefreshToken.for_user(user)
    answers = [refresh(api, old) for _ in range(3)]
    assert len({one["refresh"] for one in answers}) == 1
    assert len({one["access"] for one in answers}) == 3
    assert Session.objects.get().generation == 1


def test_a_lost_answer_is_replaced(user: User, api: APIClient) -> None:
    """After the grace period, and within one access token lifetime, the token is exchanged once more."""
    old = replaced(user, age=timedelta(minutes=1))
    new = RefreshToken(refresh(api, old)["refresh"])
    assert new["gen"] == 2
    assert Session.objects.get().revoked_at is None


def test_a_replaced_token_ends_the_session(user: User, api: APIClient) -> None:
    """Later, it may have been stolen: 401, the row says why, and its replacement is refused as well."""
    old = RefreshToken.for_user(user, now=ago(HOUR))
    new = refresh(api, old)["refresh"]
    Session.objects.update(rotated_at=ago(HOUR))
    assert_answer(REFRESH.show(api, str(old)), 401, not_valid("token_reused", BLACKLISTED), BAD_TOKEN)
    row = Session.objects.get()
    assert (row.revoke_reason, row.generation) == ("reuse", 1)
    assert row.revoked_at is not None
    for token in (new, str(old)):
        assert_answer(REFRESH.show(api, token), 401, not_valid("session_revoked", BLACKLISTED), BAD_TOKEN)


def test_a_token_further_behind_is_told_to_wait(user: User, api: APIClient) -> None:
    """409 in the grace period: no token, no challenge, and the session goes on."""
    response = REFRESH.show(api, replaced(user, generations=2))
    assert_answer(response, 409, SUPERSEDED)
    assert response.headers["Cache-Control"] == "no-store"
    assert Session.objects.get().revoked_at is None


def test_a_token_further_behind_in_a_race_gets_what_the_last_one_got(user: User, api: APIClient) -> None:
    """Requests of a client that refreshes for each one overtake each other. Nothing is written."""
    token = replaced(user, generations=3, apart=timedelta(seconds=1))
    before = Session.objects.values().get()
    assert RefreshToken(refresh(api, token)["refresh"])["gen"] == 3
    assert Session.objects.values().get() == before


@pytest.mark.parametrize("kept", [1, 2])
def test_a_client_may_have_kept_another_token_of_a_race_than_the_last(user: User, api: APIClient, kept: int) -> None:
    """It keeps the token of the answer that came last, goes on with it, however late, and the others become void."""
    now = ago(2 * HOUR)
    given = [str(RefreshToken.for_user(user, now=now))]
    for second in range(1, 4):
        given.append(str(refresh_at(given[-1], RefreshToken, now=now + timedelta(seconds=second))))
    assert RefreshToken(refresh(api, given[kept])["refresh"])["gen"] == 4
    assert RefreshToken(refresh(api, given[kept])["refresh"])["gen"] == 4
    Session.objects.update(rotated_at=ago(HOUR))
    assert body(REFRESH.show(api, given[3]))["reason"] == "token_reused"
    assert Session.objects.get().revoke_reason == "reuse"


def test_a_race_may_begin_with_such_a_token(user: User, api: APIClient) -> None:
    """Some requests still present it, others its replacement, and again the client keeps an older one."""
    now = ago(2 * HOUR)
    given = [str(RefreshToken.for_user(user, now=now))]
    for second in range(1, 4):
        given.append(str(refresh_at(given[-1], RefreshToken, now=now + timedelta(seconds=second))))
    next_one = refresh(api, given[2])["refresh"]
    last = refresh(api, next_one)["refresh"]
    assert refresh(api, given[2])["refresh"] == refresh(api, next_one)["refresh"] == last
    assert REFRESH.show(api, given[3]).status_code == 409
    Session.objects.update(rotated_at=ago(HOUR))
    assert RefreshToken(refresh(api, next_one)["refresh"])["gen"] == 6


def test_a_token_further_behind_ends_the_session_later(user: User, api: APIClient) -> None:
    """It does so within the time for lost answers, too: it was replaced twice, so an answer did arrive."""
    response = REFRESH.show(api, replaced(user, generations=2, age=timedelta(minutes=1)))
    assert_answer(response, 401, not_valid("token_reused", BLACKLISTED), BAD_TOKEN)
    assert Session.objects.get().revoke_reason == "reuse"


def test_a_token_ahead_of_the_database_goes_on(user: User, api: APIClient) -> None:
    """After a failover that lost a refresh, the genuine token moves the row forward. It is no theft."""
    old = RefreshToken.for_user(user)
    session = Session.objects.get()
    new = RefreshToken(refresh(api, resigned(old, gen=5, jti=session.token_id(5)))["refresh"])
    assert (new["gen"], Session.objects.get().generation) == (6, 6)


def test_no_token_outlives_the_session(user: User, api: APIClient) -> None:
    """Near the end of SESSION_LIFETIME, both tokens end with the session, and ``expires_in`` says so."""
    token = RefreshToken.for_user(user)
    Session.objects.update(expires_at=timezone.now() + timedelta(seconds=90))
    answer = refresh(api, token)
    end = int(Session.objects.get().expires_at.timestamp())
    assert read_time(RefreshToken(answer["refresh"])["exp"]) == read_time(AccessToken(answer["access"])["exp"]) == end
    assert 80 <= answer["expires_in"] <= 90


def test_a_session_is_never_extended(user: User, api: APIClient) -> None:
    """A refresh moves the end of the token, not that of the session."""
    token = RefreshToken.for_user(user)
    end = Session.objects.get().expires_at
    refresh(api, token)
    assert Session.objects.get().expires_at == end


def test_an_idle_token_expires(user: User, api: APIClient) -> None:
    """REFRESH_TOKEN_LIFETIME after the last refresh, although the session could go on."""
    token = RefreshToken.for_user(user, now=ago(timedelta(days=2)))
    assert_answer(REFRESH.show(api, str(token)), 401, not_valid("token_expired"), BAD_TOKEN)


def test_a_superseded_token_does_not_verify(user: User, api: APIClient) -> None:
    """Verification says that the token was replaced, and ends nothing."""
    for token in (replaced(user, generations=2), replaced(user, age=HOUR)):
        assert_answer(VERIFY.show(api, token), 401, not_valid("token_reused", BLACKLISTED), BAD_TOKEN)
    assert not Session.objects.filter(revoked_at__isnull=False).exists()


def test_a_refresh_is_two_queries(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The session with its user, and the compare-and-swap."""
    token = RefreshToken.for_user(user)
    with django_assert_num_queries(2):
        refresh(api, token)


def test_a_replay_in_the_grace_period_is_one_query(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Nothing is written, here or where the client has to wait."""
    previous, older = replaced(user), replaced(user, generations=2)
    with django_assert_num_queries(1):
        refresh(api, previous)
    with django_assert_num_queries(1):
        assert REFRESH.show(api, older).status_code == 409


def test_a_refused_replay_is_two_queries(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The session, and its end; from then on the session alone."""
    token = replaced(user, age=HOUR)
    for queries in (2, 1):
        with django_assert_num_queries(queries):
            assert REFRESH.show(api, token).status_code == 401


def test_the_rule_of_the_project_is_asked(user: User, api: APIClient, settings: Settings) -> None:
    """An active user whom the rule refuses gets no token, and can refresh again once it accepts them."""
    token = RefreshToken.for_user(user)
    settings.SIGNET = STAFF_ONLY
    assert_answer(REFRESH.show(api, str(token)), 401, no_account("no_active_account"), BAD_TOKEN)
    User.objects.update(is_staff=True)
    refresh(api, token)
