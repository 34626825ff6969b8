"""Refresh tokens that don't match their session: each is refused with its own ``reason``, and none is a 500."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken
from tests.sessions.hearing import hearing
from tests.sessions_wire.places import (
    BLACKLIST,
    LOGOUT,
    LOGOUT_ALL,
    REFRESH,
    REFRESH_PLACES,
    TYPED,
    VERIFY,
    assert_signed_out,
    each,
)
from tests.sessions_wire.refused_refresh_tokens import (
    EVERYWHERE,
    MISMATCH,
    OF_THE_SESSION,
    OVER,
    REUSED,
    TYPES,
    Make,
    Refused,
    over,
    reused,
    revoked,
    unknown,
    with_claims,
)
from tests.sessions_wire.signed import ago, replaced
from tests.wire.answers import BAD_TOKEN, assert_answer, assert_tells_nothing
from tests.wire.doors import Door
from tests.wire.forge import MISSING

ENDED_ALREADY = pytest.mark.parametrize(
    "make", [pytest.param(unknown, id="unknown"), pytest.param(revoked, id="revoked"), pytest.param(over, id="over")]
)


def assert_refused(api: APIClient, place: Door, token: str, body: dict[str, object]) -> None:
    """401 with *body*, not cached, without any part of the token; no session was ended."""
    response = place.show(api, token)
    assert_answer(response, 401, body, BAD_TOKEN)
    assert_tells_nothing(response, token)
    assert response.headers["Cache-Control"] == "no-store"
    assert not Session.objects.filter(revoked_at__isnull=False).exists()


@pytest.mark.parametrize("place", each(REFRESH_PLACES))
@pytest.mark.parametrize("refused", EVERYWHERE)
def test_a_token_that_the_session_did_not_issue(
    user: User, other: User, api: APIClient, place: Door, refused: Refused
) -> None:
    """Every endpoint refuses it alike, and neither its own session nor another one ends."""
    assert_refused(api, place, refused.make(user, other), refused.body)


@pytest.mark.parametrize("place", each(TYPED))
@pytest.mark.parametrize("refused", TYPES)
def test_a_token_of_another_type(user: User, other: User, api: APIClient, place: Door, refused: Refused) -> None:
    """Only a refresh token is accepted, even if the rest is right."""
    assert_refused(api, place, refused.make(user, other), refused.body)


@pytest.mark.parametrize("place", each(TYPED))
def test_a_token_without_a_generation(user: User, other: User, api: APIClient, place: Door) -> None:
    """An access token that calls itself a refresh token ends nothing and gets nothing."""
    assert_refused(api, place, with_claims(gen=MISSING)(user, other), MISMATCH)


def test_a_token_without_a_generation_does_not_verify(user: User, other: User, api: APIClient) -> None:
    """Verification refuses the tokens that the refresh refuses."""
    assert_refused(api, VERIFY, with_claims(gen=MISSING)(user, other), MISMATCH)


@pytest.mark.parametrize("place", each({"refresh": REFRESH, "verify": VERIFY}))
@pytest.mark.parametrize("refused", OF_THE_SESSION)
def test_a_session_that_does_not_go_on(user: User, other: User, api: APIClient, place: Door, refused: Refused) -> None:
    """A genuine token is refused with the state of its session."""
    assert_answer(place.show(api, refused.make(user, other)), 401, refused.body, BAD_TOKEN)


@pytest.mark.parametrize("place", each({"blacklist": BLACKLIST, "logout": LOGOUT}))
@ENDED_ALREADY
def test_signing_out_of_what_is_over(user: User, other: User, api: APIClient, place: Door, make: Make) -> None:
    """The answer is that for a live session, as nothing is left to do."""
    assert_signed_out(place.show(api, make(user, other)), place)


@pytest.mark.parametrize("make", [pytest.param(unknown, id="unknown"), pytest.param(revoked, id="revoked")])
def test_signing_out_everywhere_of_what_has_ended(user: User, other: User, api: APIClient, make: Make) -> None:
    """The same."""
    assert_signed_out(LOGOUT_ALL.show(api, make(user, other)), LOGOUT_ALL)


def test_signing_out_everywhere_of_what_is_over(user: User, other: User, api: APIClient) -> None:
    """The same for a session that reached SESSION_LIFETIME."""
    assert_signed_out(LOGOUT_ALL.show(api, over(user, other)), LOGOUT_ALL)


@pytest.mark.parametrize("place", each({"blacklist": BLACKLIST, "logout": LOGOUT}))
def test_signing_out_with_a_replaced_token(user: User, other: User, api: APIClient, place: Door) -> None:
    """Anyone who holds it may end the session, as a live session would do more harm."""
    assert_signed_out(place.show(api, reused(user, other)), place)
    assert Session.objects.get().revoke_reason == "logout"


def test_signing_out_everywhere_with_a_token_replaced_a_moment_ago(user: User, api: APIClient) -> None:
    """A browser tab that is behind may do so as well."""
    assert LOGOUT_ALL.show(api, replaced(user, 2)).status_code == 204
    assert Session.objects.get().revoke_reason == "logout_all"


def test_signing_out_everywhere_with_a_replaced_token(user: User, other: User, api: APIClient) -> None:
    """A thief may have it: its own session ends, and no other; the answer says that it was replaced."""
    token = reused(user, other)
    elsewhere = replaced(user, 0)
    assert_answer(LOGOUT_ALL.show(api, token), 401, REUSED, BAD_TOKEN)
    assert list(Session.objects.order_by("created_at").values_list("revoke_reason", flat=True)) == ["reuse", ""]
    assert REFRESH.show(api, elsewhere).status_code == 200


def test_a_replaced_token_sends_its_signal_there_as_well(user: User, other: User, api: APIClient) -> None:
    """Receivers of the signal of theft are called, as at a refresh."""
    token = reused(user, other)
    with hearing() as heard:
        LOGOUT_ALL.show(api, token)
    assert sorted(name for name, _ in heard) == ["session_ended", "token_reused"]


def test_the_leeway_is_not_for_sessions(user: User, api: APIClient, settings: Settings) -> None:
    """Within LEEWAY, a token that ended with its session would be valid, but the session is over."""
    month = timedelta(days=30)
    settings.SIGNET = {"LEEWAY": 60, "REFRESH_TOKEN_LIFETIME": month, "SESSION_LIFETIME": month}
    token = str(RefreshToken.for_user(user, now=ago(month + timedelta(seconds=20))))
    assert_answer(REFRESH.show(api, token), 401, OVER, BAD_TOKEN)


FORGED = [one for one in EVERYWHERE if one.id in {"another-signature", "expired", "no-exp", "no-jti", "no-sid"}]


@pytest.mark.parametrize("place", each(REFRESH_PLACES))
@pytest.mark.parametrize("refused", FORGED)
def test_what_no_session_can_have_issued_is_no_query(
    user: User,
    other: User,
    api: APIClient,
    django_assert_num_queries: DjangoAssertNumQueries,
    place: Door,
    refused: Refused,
) -> None:
    """Signet finds a bad signature, a past time or a missing claim without a look at the database."""
    token = refused.make(user, other)
    with django_assert_num_queries(0):
        assert place.show(api, token).status_code == 401


@pytest.mark.parametrize("place", each(TYPED))
def test_another_type_is_no_query(
    user: User, other: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, place: Door
) -> None:
    """Signet also refuses a token of another type without a look at the database."""
    token = with_claims(token_type="access")(user, other)
    with django_assert_num_queries(0):
        assert place.show(api, token).status_code == 401
