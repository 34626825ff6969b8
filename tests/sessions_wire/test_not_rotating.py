"""What ``token/refresh/`` answers without rotation: to the token of a session that goes on, is over, or was rotated."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory

from drf_signet.sessions import unrotated_refresh, views
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import PasswordRehash, Reason, Session
from drf_signet.sessions.revocation_list import SNAPSHOT
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.tokens import AccessToken
from tests.sessions_wire import user_changes
from tests.sessions_wire.client import end_session, list_sessions, refresh, sign_in, tokens_of
from tests.sessions_wire.places import BLACKLIST, LIVE, LOGOUT, LOGOUT_ALL, REFRESH
from tests.sessions_wire.places import SNAPSHOT as BY_SNAPSHOT
from tests.sessions_wire.signed import ago, replaced, resigned
from tests.wire.answers import body
from tests.wire.doors import Door

HOUR: Final = timedelta(hours=1)
OFF: Final = {"ROTATE_REFRESH_TOKENS": False}
ANY_SETTING: Final = pytest.mark.parametrize(
    "signet", [{}, OFF, {"ROTATE_REFRESH_TOKENS": True}], ids=["default", "off", "on"]
)


@pytest.fixture(autouse=True)
def _does_not_rotate(settings: Settings) -> None:
    settings.SIGNET = OFF


def show(view: type[views.TokenRefreshView], token: object) -> Response:
    """What *view* answers to *token*."""
    request = APIRequestFactory().post("/", {"refresh": str(token)}, format="json")
    response: Response = view.as_view()(request).render()
    return response


def outcome(response: Response) -> tuple[object, ...]:
    """What an answer comes to: its status, reason and new generation; and what the one row says then."""
    answer: dict[str, Any] = body(response)
    generation = RefreshToken(answer["refresh"])["gen"] if "refresh" in answer else None
    row = Session.objects.values_list("generation", "previous_generation", "revoke_reason").get()
    return response.status_code, answer.get("code"), answer.get("reason"), generation, row


def test_the_answer_is_an_access_token_alone(user: User, api: APIClient) -> None:
    """Time and again, for one token, which stays as it is."""
    token = RefreshToken.for_user(user)
    for _ in range(20):
        answer = refresh(api, token)
        assert list(answer) == ["access", "expires_in"]
        assert answer["expires_in"] == 300
        LIVE.assert_open(api, answer["access"])
    assert Session.objects.get().generation == 0


def test_a_refresh_is_one_query(user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The session with its user. Nothing is written."""
    token = RefreshToken.for_user(user)
    before = Session.objects.values().get()
    for _ in range(3):
        with django_assert_num_queries(1):
            refresh(api, token)
    assert Session.objects.values().get() == before


def test_the_use_is_written_down_once_an_hour(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """So that the list is right to the hour; nothing else changes in the row."""
    token = RefreshToken.for_user(user, now=ago(3 * HOUR))
    before = Session.objects.values().get()
    for queries in (2, 1, 1):
        with django_assert_num_queries(queries):
            refresh(api, token)
    (shown,) = list_sessions(api, refresh(api, token)["access"])
    assert timezone.now() - datetime.fromisoformat(shown["last_used_at"]) < HOUR / 2
    assert Session.objects.values().get() == {**before, "refreshed_at": Session.objects.get().refreshed_at}


def test_the_list_is_in_the_order_of_the_last_use(user: User, api: APIClient) -> None:
    """With rotation or without."""
    oldest, middle, newest = (RefreshToken.for_user(user, now=ago(hours * HOUR)) for hours in (4, 3, 2))
    show(views.RotatingTokenRefreshView, middle)
    Session.objects.filter(pk=middle["sid"]).update(rotated_at=ago(HOUR))
    access = refresh(api, oldest)["access"]
    assert [one["id"] for one in list_sessions(api, access)] == [oldest["sid"], middle["sid"], newest["sid"]]


def test_the_access_token_has_what_it_had(user: User, api: APIClient, settings: Settings) -> None:
    """The session, the time of sign-in and claims of one's own; those that are computed are computed anew."""
    settings.SIGNET = {
        **OFF,
        "GET_CLAIMS": "tests.conf.session_setting_effects.claims_about",
        "CHECK_REVOKE_TOKEN": True,
    }
    token = RefreshToken.for_user(user, now=ago(HOUR))
    token["role"] = "editor"
    User.objects.update(username="countess")
    access = AccessToken(refresh(api, token)["access"])
    assert list(access.payload) == list(token.access_token.payload)
    assert {name: access[name] for name in ("sid", "auth_time", "role", "user_id")} == {
        name: token[name] for name in ("sid", "auth_time", "role", "user_id")
    }
    assert access["name"] == "countess"


def test_the_token_lasts_as_it_says_from_the_sign_in(user: User, api: APIClient) -> None:
    """No refresh makes REFRESH_TOKEN_LIFETIME begin anew: there is no other token that could say so."""
    refresh(api, RefreshToken.for_user(user, now=ago(timedelta(hours=23, minutes=59))))
    response = REFRESH.show(api, str(RefreshToken.for_user(user, now=ago(timedelta(hours=24, minutes=1)))))
    assert (response.status_code, body(response)["reason"]) == (401, "token_expired")


def test_nothing_outlives_the_session(user: User, api: APIClient) -> None:
    """SESSION_LIFETIME is the end of all tokens."""
    token = RefreshToken.for_user(user)
    Session.objects.update(expires_at=timezone.now() + timedelta(seconds=90))
    assert 80 <= refresh(api, token)["expires_in"] <= 90
    Session.objects.update(expires_at=timezone.now())
    response = REFRESH.show(api, str(token))
    assert (response.status_code, body(response)["reason"]) == (401, "session_expired")


@pytest.mark.parametrize("way", [LOGOUT, LOGOUT_ALL, BLACKLIST], ids=["logout", "everywhere", "blacklist"])
def test_a_session_is_signed_out_as_any_other(user: User, api: APIClient, way: Door) -> None:
    """At once where it is looked up, and where the list of ended sessions is asked."""
    token = RefreshToken.for_user(user)
    access = refresh(api, token)["access"]
    way.show(api, str(token))
    response = REFRESH.show(api, str(token))
    assert (response.status_code, body(response)["reason"]) == (401, "session_revoked")
    SNAPSHOT.expire()
    assert [door.show(api, access).status_code for door in (LIVE, BY_SNAPSHOT)] == [401, 401]


def test_a_session_is_ended_from_another_device(user: User, api: APIClient) -> None:
    """It is in the list, and can be deleted there."""
    token, elsewhere = sign_in(api)["refresh"], sign_in(api)
    refresh(api, token)
    shown = [one["id"] for one in list_sessions(api, elsewhere["access"])]
    assert RefreshToken(token)["sid"] in shown
    assert end_session(api, RefreshToken(token)["sid"], elsewhere["access"]).status_code == 204
    assert REFRESH.show(api, token).status_code == 401
    refresh(api, elsewhere["refresh"])


def test_a_session_counts_as_any_other(user: User, api: APIClient, settings: Settings) -> None:
    """A sign-in too many ends the oldest."""
    settings.SIGNET = {**OFF, "SESSIONS_PER_USER": 2}
    tokens = [sign_in(api)["refresh"] for _ in range(3)]
    assert [REFRESH.show(api, one).status_code for one in tokens] == [401, 200, 200]
    assert Session.objects.filter(revoke_reason=Reason.LIMIT).count() == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (user_changes.change_password, Reason.PASSWORD_CHANGED),
        (user_changes.change_password_by_sql, Reason.PASSWORD_CHANGED),
        (user_changes.disable, Reason.USER_INACTIVE),
        (user_changes.disable_by_update, Reason.USER_INACTIVE),
    ],
)
def test_a_user_who_changes_loses_the_session(user: User, api: APIClient, change: Any, reason: Reason) -> None:
    """At the next refresh at the latest."""
    token = RefreshToken.for_user(user)
    refresh(api, token)
    change(user)
    assert REFRESH.show(api, str(token)).status_code == 401
    assert Session.objects.get().revoke_reason == reason


def test_a_secret_key_is_replaced_and_taken_out(
    user: User, api: APIClient, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The session goes over to the new one at its first refresh, as it does with rotation: once."""
    settings.SIGNET = {**OFF, "SIGNING_KEY": "k" * 64}
    token = RefreshToken.for_user(user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 64
    for queries in (2, 1):
        with django_assert_num_queries(queries):
            refresh(api, token)
    settings.SECRET_KEY_FALLBACKS = []
    refresh(api, token)


def test_a_password_that_is_hashed_anew_costs_one_look(
    user: User, api: APIClient, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Then the row knows the new hash."""
    token = RefreshToken.for_user(user)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", *settings.PASSWORD_HASHERS]
    sign_in(api)
    assert PasswordRehash.objects.exists()
    for queries in (3, 1):
        with django_assert_num_queries(queries):
            refresh(api, token)


@ANY_SETTING
@pytest.mark.parametrize(
    ("view", "rotates"), [(views.RotatingTokenRefreshView, True), (views.NonRotatingTokenRefreshView, False)]
)
def test_a_view_may_do_otherwise(
    user: User, settings: Settings, signet: dict[str, object], view: type[views.TokenRefreshView], rotates: bool
) -> None:
    """By its class, whatever the setting says."""
    settings.SIGNET = signet
    answer = tokens_of(show(view, RefreshToken.for_user(user)))
    assert ("refresh" in answer) is rotates


@pytest.mark.parametrize("signet", [{}, {"ROTATE_REFRESH_TOKENS": True}], ids=["default", "on"])
def test_sessions_rotate_unless_they_are_told_not_to(
    user: User, api: APIClient, settings: Settings, signet: dict[str, object]
) -> None:
    """Also where nothing is said, in which the core does not."""
    settings.SIGNET = signet
    assert "refresh" in refresh(api, RefreshToken.for_user(user))


def test_the_setting_may_change_while_people_are_signed_in(user: User, api: APIClient, settings: Settings) -> None:
    """Either way, time and again, for a client that keeps what it is given. Nobody is signed out."""
    token = str(RefreshToken.for_user(user, now=ago(10 * HOUR)))
    for number in range(12):
        settings.SIGNET = OFF if number % 3 else {}
        answer = refresh(api, token)
        LIVE.assert_open(api, answer["access"])
        token = answer.get("refresh", token)
        Session.objects.update(rotated_at=ago(HOUR))
    assert (Session.objects.get().generation, Session.objects.get().revoked_at) == (4, None)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="parallel"),
        pytest.param({"age": timedelta(minutes=1)}, id="lost-answer"),
        pytest.param({"age": timedelta(minutes=6)}, id="later"),
        pytest.param({"age": -2 * HOUR}, id="clock-ahead"),
        pytest.param({"generations": 3, "apart": timedelta(seconds=1)}, id="long-race"),
        pytest.param({"generations": 2}, id="further-behind"),
        pytest.param({"generations": 2, "age": HOUR}, id="further-behind-later"),
    ],
)
def test_a_replaced_token_gets_what_it_gets_with_rotation(user: User, how: dict[str, Any]) -> None:
    """From the answer to the end of the session: the other view is no way around it."""
    outcomes = []
    for view in (views.RotatingTokenRefreshView, views.NonRotatingTokenRefreshView):
        Session.objects.all().delete()
        token = replaced(user, **how)
        outcomes.append([outcome(show(view, token)) for _ in range(2)])
    assert outcomes[0] == outcomes[1]


def test_a_token_ahead_of_the_database_goes_on(user: User) -> None:
    """After a failover lost a refresh: whoever has it took it from an endpoint that rotates, and takes the next."""
    old = RefreshToken.for_user(user)
    ahead = resigned(old, gen=5, jti=Session.objects.get().token_id(5))
    answer = tokens_of(show(views.NonRotatingTokenRefreshView, ahead))
    assert RefreshToken(answer["refresh"])["gen"] == Session.objects.get().generation == 6


def test_a_session_that_ends_meanwhile_is_not_written_to(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between what a refresh reads and what it writes down."""
    token = RefreshToken.for_user(user, now=ago(3 * HOUR))

    def check_and_end(session: Session, now: datetime) -> None:
        end(Session.objects.get(), Reason.LOGOUT, now)

    monkeypatch.setattr(unrotated_refresh, "check_live_or_end", check_and_end)
    show(views.NonRotatingTokenRefreshView, token)
    row = Session.objects.get()
    assert (row.refreshed_at, row.revoke_reason) == (None, Reason.LOGOUT)
