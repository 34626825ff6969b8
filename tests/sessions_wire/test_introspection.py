"""Introspection: what a service learns about a token that is active, and that it learns nothing about any other."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from drf_signet.sessions.ending import end_all
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from drf_signet.tokens import AccessToken
from drf_signet.tokens import RefreshToken as PlainRefreshToken
from tests.sessions_wire import user_changes
from tests.sessions_wire.services import HASHED, INTROSPECT, SIGNET, URLS, ask, basic, introspected
from tests.sessions_wire.signed import ago, resigned
from tests.stand_ins.outages import OUTAGES, database_raising
from tests.wire.forge import MISSING

pytestmark = [pytest.mark.urls(URLS), pytest.mark.usefixtures("_signet")]
INACTIVE = b'{"active":false}'
BILLING = "https://billing.example.com"
CORE = "/api/introspect/"


@pytest.fixture
def _signet() -> Any:
    with override_settings(SIGNET=SIGNET):
        yield


def assert_inactive(api: APIClient, token: object) -> None:
    """The answer is that, and nothing else."""
    answer = ask(api, INTROSPECT, token)
    assert (answer.status_code, answer.content) == (200, INACTIVE)
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_access_token_is_described(
    api: APIClient, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """By its claims, by one statement."""
    refresh_token = RefreshToken.for_user(user)
    refresh_token["roles"] = ["cook"]
    refresh_token["scope"] = "orders:read orders:write"
    access = refresh_token.access_token
    with django_assert_num_queries(1):
        said = introspected(api, access)
    assert said == {
        "active": True,
        "token_type": "Bearer",
        "username": "ada",
        "sub": str(user.pk),
        "user_id": str(user.pk),
        "sid": access["sid"],
        "jti": access["jti"],
        "iat": access["iat"],
        "exp": access["exp"],
        "auth_time": access["auth_time"],
        "roles": ["cook"],
        "scope": "orders:read orders:write",
    }


def test_a_refresh_token_is_none_for_requests(
    api: APIClient, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """A service that only asks whether a token is active can see that it has the wrong one."""
    token = RefreshToken.for_user(user)
    raw = str(token)
    with django_assert_num_queries(1):
        said = introspected(api, raw)
    assert (said["active"], said["token_type"], said["sid"]) == (True, "N_A", token["sid"])
    assert "gen" not in said
    assert introspected(api, SlidingToken.for_user(user))["token_type"] == "Bearer"


def test_issuer_audience_and_scopes_are_those_of_the_token(api: APIClient, user: User) -> None:
    """A list of scopes is a text with spaces, as OAuth has it."""
    with override_settings(SIGNET={**SIGNET, "ISSUER": "https://auth.example.com", "AUDIENCE": ("a", "b")}):
        access = RefreshToken.for_user(user).access_token
        access["scope"] = ["one", "two"]
        said = introspected(api, access)
    assert (said["iss"], said["aud"], said["scope"]) == ("https://auth.example.com", ["a", "b"], "one two")


def test_claims_of_a_project_change_nothing_that_the_answer_says(api: APIClient, user: User) -> None:
    """Such as one that is called active."""
    access = RefreshToken.for_user(user).access_token
    access["active"], access["username"] = False, "somebody"
    said = introspected(api, access)
    assert (said["active"], said["username"]) == (True, "ada")


def test_the_fingerprint_of_the_password_is_not_shown(api: APIClient, user: User) -> None:
    """It is there for us alone."""
    with override_settings(SIGNET={**SIGNET, "CHECK_REVOKE_TOKEN": True}):
        access = RefreshToken.for_user(user).access_token
        assert "auth_hash" in access
        assert "auth_hash" not in introspected(api, access)


CHANGES = [one for name, one in vars(user_changes).items() if name.startswith(("disable", "change_", "delete"))]


@pytest.mark.parametrize("change", CHANGES)
def test_a_token_of_a_user_who_may_not_go_on_is_inactive(api: APIClient, user: User, change: Any) -> None:
    """However that was done."""
    token = RefreshToken.for_user(user)
    raw = [str(token), str(token.access_token)]
    change(user)
    for one in raw:
        assert_inactive(api, one)


def test_a_token_of_a_session_that_ended_is_inactive(api: APIClient, user: User) -> None:
    """Whoever ended it."""
    token = RefreshToken.for_user(user)
    end_all(user)
    assert_inactive(api, token)
    assert_inactive(api, token.access_token)


@pytest.mark.parametrize("age", [timedelta(), timedelta(seconds=30), timedelta(hours=1)], ids=str)
def test_a_refresh_token_that_was_replaced_is_inactive_and_no_reuse(api: APIClient, user: User, age: timedelta) -> None:
    """Also while a refresh would still answer it; the session goes on, whoever asks, and however often."""
    first = str(RefreshToken.for_user(user, now=ago(age)))
    newest = refresh(first, RefreshToken, now=ago(age))
    before = Session.objects.values().get()
    for _ in range(3):
        assert_inactive(api, first)
    assert Session.objects.values().get() == before
    assert introspected(api, newest)["active"] is True
    assert refresh(str(newest), RefreshToken)["sid"] == newest["sid"]


def test_what_is_no_token_of_ours_is_inactive(api: APIClient, user: User) -> None:
    """Rubbish, forged, expired, ahead, of another kind, without a session, or with a session of somebody else."""
    access = RefreshToken.for_user(user).access_token
    other = User.objects.create_user("other", password="x")
    lifeless = AccessToken(now=timezone.now() - timedelta(days=1))
    for one in (
        *("x", "x.y.z", "\0", "\ud800", "ü" * 10, "{}", "x" * 20_000, " " + str(access), str(access)[:-2]),
        *(lifeless, AccessToken.for_user(user), PlainRefreshToken.for_user(user)),
        *(resigned(access, token_type="activation"), resigned(access, sid="nonsense"), resigned(access, sid=MISSING)),
        resigned(access, user_id=str(other.pk)),
        resigned(access, iat=int(timezone.now().timestamp()) + 3_600),
        resigned(access, signet_tenant="north"),
    ):
        body = json.dumps({"token": str(one)})
        answer = api.post(INTROSPECT, body, content_type="application/json", HTTP_AUTHORIZATION=basic())
        assert (answer.status_code, answer.content) == (200, INACTIVE), one


def test_a_service_with_an_audience_learns_of_no_other_token(api: APIClient, user: User) -> None:
    """Those of others are inactive for it (RFC 7662 section 4)."""
    billing = basic("billing", HASHED)
    for audience, is_active in ((None, False), ("https://orders.example.com", False), (BILLING, True)):
        with override_settings(SIGNET={**SIGNET, "AUDIENCE": audience}):
            access = RefreshToken.for_user(user).access_token
            assert introspected(api, access, billing)["active"] is is_active
            assert introspected(api, access)["active"] is True
    with override_settings(SIGNET={**SIGNET, "AUDIENCE": ("https://orders.example.com", BILLING)}):
        access = RefreshToken.for_user(user).access_token
        assert introspected(api, access, billing)["active"] is True


@pytest.mark.parametrize("outage", OUTAGES.values(), ids=OUTAGES)
def test_without_a_database_nobody_can_say(api: APIClient, user: User, outage: Any) -> None:
    """A 503, and no word about the token."""
    token = str(RefreshToken.for_user(user).access_token)
    with database_raising(outage.error):
        answer = ask(api, INTROSPECT, token)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, outage.retry_after)
    assert (answer.json()["code"], answer.json()["error"]) == (outage.code, "temporarily_unavailable")
    assert "active" not in answer.json()


def test_without_sessions_the_user_is_looked_up(
    api: APIClient, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """And nothing else: nobody can end such a token."""
    access, refresh_token = AccessToken.for_user(user), PlainRefreshToken.for_user(user)
    with django_assert_num_queries(1):
        said = ask(api, CORE, access).json()
    assert (said["active"], said["username"], said["token_type"]) == (True, "ada", "Bearer")
    assert ask(api, CORE, refresh_token).json()["token_type"] == "N_A"
    user_changes.disable_by_sql(user)
    for one in (access, refresh_token, "x", resigned(access, signet_user_model="x.Y")):
        assert ask(api, CORE, one).content == INACTIVE
