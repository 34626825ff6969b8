"""Access tokens that their session doesn't bear out, at both classes and at verification."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.tokens import RefreshToken
from tests.sessions_wire.places import ACCESS_PLACES, LIVE, LOOKED_UP, RECENT, SNAPSHOT, VERIFY, each
from tests.sessions_wire.refusals import BLACKLISTED, EXPIRED, INVALID, NO_SESSION, VAGUE, Refusal, not_valid
from tests.sessions_wire.signed import access_token, ago, resigned
from tests.wire.answers import BAD_TOKEN, CHALLENGE, NO_USER, NOT_SHOWN, NOT_SHOWN_TO_US, assert_answer, no_type_fits
from tests.wire.doors import Door
from tests.wire.forge import MISSING

EVERYWHERE = pytest.mark.parametrize("place", each({**ACCESS_PLACES, "verify": VERIFY}))
WITH_A_LOOK = pytest.mark.parametrize("place", each({**LOOKED_UP, "verify": VERIFY}))
AT_EVERY_VIEW = pytest.mark.parametrize("place", each(ACCESS_PLACES))

REVOKED = not_valid("session_revoked", BLACKLISTED)


def refusal_at(place: Door, reason: str, message: str = INVALID) -> Refusal:
    """The body at *place*: views are told *message*, endpoints the one text that their clients know."""
    return not_valid(reason) if place is VERIFY else not_valid(reason, message)


@EVERYWHERE
def test_a_good_token_is_accepted(user: User, api: APIClient, place: Door) -> None:
    """What the refusals below start from."""
    assert place.show(api, resigned(access_token(user))).status_code == 200


@AT_EVERY_VIEW
def test_without_a_token_nobody_gets_in(user: User, api: APIClient, place: Door) -> None:
    """401 with the bare challenge."""
    told = NOT_SHOWN_TO_US if place is ACCESS_PLACES["list"] else NOT_SHOWN
    assert_answer(api.get(place.path), 401, told, CHALLENGE)


@EVERYWHERE
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(str.upper, id="upper-case"),
        pytest.param(lambda sid: sid.replace("-", ""), id="no-dashes"),
        pytest.param(lambda sid: f"{{{sid}}}", id="braces"),
        pytest.param(lambda sid: f"urn:uuid:{sid}", id="urn"),
        pytest.param(lambda sid: f" {sid}", id="space"),
        pytest.param(lambda sid: f"{sid}\0", id="nul"),
        pytest.param(lambda sid: [sid], id="list"),
        pytest.param(lambda sid: "a" * 10_000, id="huge"),
        pytest.param(lambda sid: None, id="null"),
        pytest.param(lambda sid: 1, id="number"),
        pytest.param(lambda sid: "", id="empty"),
    ],
)
def test_a_session_has_one_spelling(user: User, api: APIClient, place: Door, change: Callable[[str], object]) -> None:
    """Whatever else a UUID may look like, the claim is the string that we write."""
    token = access_token(user)
    response = place.show(api, resigned(token, sid=change(str(token["sid"]))))
    assert_answer(response, 401, refusal_at(place, "session_not_found"), BAD_TOKEN)


@AT_EVERY_VIEW
def test_a_token_without_a_session(user: User, api: APIClient, place: Door) -> None:
    """It is told what it lacks."""
    expected = not_valid("claim_missing", NO_SESSION)
    assert_answer(place.show(api, resigned(access_token(user), sid=MISSING)), 401, expected, BAD_TOKEN)


@WITH_A_LOOK
def test_a_session_that_never_was(user: User, api: APIClient, place: Door) -> None:
    """Or was purged: nobody is let in on the strength of the signature."""
    response = place.show(api, resigned(access_token(user), sid=str(uuid4())))
    assert_answer(response, 401, refusal_at(place, "session_not_found"), BAD_TOKEN)


@WITH_A_LOOK
def test_a_session_of_another_user(user: User, other: User, api: APIClient, place: Door) -> None:
    """Neither the one nor the other user gets in with a mixture."""
    theirs = access_token(other)
    mixtures = ({"sid": theirs["sid"]}, {"user_id": theirs["user_id"]}, {"user_id": 0}, {"user_id": None})
    expected = refusal_at(place, "session_user_mismatch")
    for changes in mixtures:
        assert_answer(place.show(api, resigned(access_token(user), **changes)), 401, expected, BAD_TOKEN)


def test_a_token_of_nobody_is_verified_as_such(user: User, api: APIClient) -> None:
    """Without a user, verification finds that the session is somebody's."""
    response = VERIFY.show(api, resigned(access_token(user), user_id=MISSING))
    assert_answer(response, 401, not_valid("session_user_mismatch"), BAD_TOKEN)


def test_the_snapshot_class_wants_a_user(user: User, api: APIClient) -> None:
    """The words are those of the core tier."""
    assert_answer(SNAPSHOT.show(api, resigned(access_token(user), user_id=MISSING)), 401, NO_USER, BAD_TOKEN)


def test_the_live_class_wants_a_user(user: User, api: APIClient) -> None:
    """The words are those of the core tier."""
    assert_answer(LIVE.show(api, resigned(access_token(user), user_id=MISSING)), 401, NO_USER, BAD_TOKEN)


@EVERYWHERE
def test_a_session_that_was_ended(user: User, api: APIClient, place: Door) -> None:
    """It is out, in the field's words."""
    refresh = RefreshToken.for_user(user)
    access = str(refresh.access_token)
    end(refresh.session, Reason.LOGOUT, ago(timedelta()))
    assert_answer(place.show(api, access), 401, REVOKED, BAD_TOKEN)


@WITH_A_LOOK
def test_a_session_that_reached_its_end(user: User, api: APIClient, place: Door) -> None:
    """It is out, although the token is in time."""
    token = access_token(user)
    Session.objects.update(expires_at=ago(timedelta(seconds=1)))
    assert_answer(place.show(api, str(token)), 401, refusal_at(place, "session_expired", EXPIRED), BAD_TOKEN)


def _expired(user: User) -> str:
    return str(RefreshToken.for_user(user, now=ago(timedelta(hours=1))).access_token)


def _forged(user: User) -> str:
    first, second = str(access_token(user)), str(access_token(user))
    return first.rpartition(".")[0] + "." + second.rpartition(".")[2]


NOT_GENUINE = pytest.mark.parametrize(
    ("make", "message", "reason"),
    [
        pytest.param(_forged, INVALID, "token_invalid", id="forged"),
        pytest.param(_expired, EXPIRED, "token_expired", id="expired"),
        pytest.param(
            lambda user: resigned(access_token(user), jti=MISSING), "Token has no id", "claim_missing", id="no-id"
        ),
    ],
)


@AT_EVERY_VIEW
@NOT_GENUINE
def test_a_token_that_is_not_genuine(
    user: User,
    api: APIClient,
    django_assert_num_queries: DjangoAssertNumQueries,
    place: Door,
    make: Callable[[User], str],
    message: str,
    reason: str,
) -> None:
    """The body is that of the core tier and Simple JWT, and there is no query."""
    token = make(user)
    with django_assert_num_queries(0):
        response = place.show(api, token)
    assert_answer(response, 401, no_type_fits(("AccessToken", "access", message)), BAD_TOKEN)


@NOT_GENUINE
def test_it_does_not_verify(user: User, api: APIClient, make: Callable[[User], str], message: str, reason: str) -> None:
    """Verification has the reason, and the text that clients of the field know."""
    text = VAGUE if message in (INVALID, EXPIRED) else message
    assert_answer(VERIFY.show(api, make(user)), 401, not_valid(reason, text), BAD_TOKEN)


@AT_EVERY_VIEW
def test_a_refresh_token_does_not_authenticate(user: User, api: APIClient, place: Door) -> None:
    """It is of another type."""
    expected = no_type_fits(("AccessToken", "access", "Token has wrong type"))
    assert_answer(place.show(api, str(RefreshToken.for_user(user))), 401, expected, BAD_TOKEN)


SIGN_IN_AGAIN: Refusal = {
    "detail": "Sign in again to do this.",
    "code": "insufficient_user_authentication",
    "max_age": "600",
}
STEP_UP = 'Bearer realm="api", error="insufficient_user_authentication", max_age="600"'


def test_a_recent_sign_in_is_recent_enough(user: User, api: APIClient) -> None:
    """Up to ten minutes."""
    refresh = RefreshToken.for_user(user, now=ago(timedelta(minutes=9)))
    raw = resigned(access_token(user), sid=refresh["sid"], auth_time=refresh["auth_time"])
    assert RECENT.show(api, raw).status_code == 200


def test_an_older_sign_in_is_not(user: User, api: APIClient) -> None:
    """401 says how recent it has to be, although the token was refreshed a moment ago."""
    refresh = RefreshToken.for_user(user, now=ago(timedelta(minutes=11)))
    answer = api.post("/sessions/api/token/refresh/", {"refresh": str(refresh)}).json()
    assert_answer(RECENT.show(api, answer["access"]), 401, SIGN_IN_AGAIN, STEP_UP)


@pytest.mark.parametrize(
    "value", [pytest.param(MISSING, id="missing"), None, True, "", "now", [], {}, 10**30, -1, 1e300]
)
def test_an_unknown_time_of_sign_in_is_long_ago(user: User, api: APIClient, value: object) -> None:
    """Whatever the claim holds, it is no error of ours."""
    assert_answer(RECENT.show(api, resigned(access_token(user), auth_time=value)), 401, SIGN_IN_AGAIN, STEP_UP)


@pytest.mark.parametrize("place", each(LOOKED_UP))
def test_a_live_request_is_one_query(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, place: Door
) -> None:
    """The session with its user; the list of sessions is one more."""
    token = str(access_token(user))
    with django_assert_num_queries(2 if place == LOOKED_UP["list"] else 1):
        assert place.show(api, token).status_code == 200


def test_a_snapshot_request_is_no_query(
    user: User, api: APIClient, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """After the first one, until REVOCATION_POLL_INTERVAL has passed."""
    settings.SIGNET = {"REVOCATION_POLL_INTERVAL": timedelta(hours=1)}
    token, another = str(access_token(user)), str(access_token(user))
    assert SNAPSHOT.show(api, token).status_code == 200
    with django_assert_num_queries(0):
        for one in (token, another):
            assert SNAPSHOT.show(api, one).status_code == 200


@pytest.mark.parametrize("make", [RefreshToken.for_user, access_token], ids=["refresh", "access"])
def test_verification_is_one_query(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, make: Callable[[User], object]
) -> None:
    """For a token of either type, good or revoked."""
    token = str(make(user))
    with django_assert_num_queries(1):
        assert VERIFY.show(api, token).status_code == 200
    Session.objects.update(revoked_at=ago(timedelta()))
    with django_assert_num_queries(1):
        assert VERIFY.show(api, token).status_code == 401
