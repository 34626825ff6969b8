"""Settings without effect in a project: a warning for those that it sets, and none for defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from drf_signet import effect_checks, views
from drf_signet.sessions import authentication
from drf_signet.sessions import views as session_views
from drf_signet.settings import Settings
from tests.others.mixed_tiers.test_tiers import SESSIONS, STATELESS, Hello, project

HOUR = timedelta(hours=1)
BROWSER = path("api/", include("drf_signet.sessions.browser.urls"))
WITH_SESSIONS = path("api/", include("drf_signet.sessions.urls"))
ALONE = ("drf_signet", "rest_framework")


def plain(request: HttpRequest) -> HttpResponse:
    """A plain Django view, which may use any class."""
    return HttpResponse()


def said(
    signet: Mapping[str, Any], patterns: Sequence[Any] = (WITH_SESSIONS,), default: str = SESSIONS, **others: Any
) -> list[tuple[str | None, str]]:
    """The ids and messages for the dict *signet*."""
    with override_settings(SIGNET=signet, **others), project(patterns, default):
        return [(one.id, one.msg) for check in effect_checks.ALWAYS for one in check()]


@pytest.fixture
def without_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A project of the core alone."""
    monkeypatch.setattr("drf_signet.effect_checks.apps.is_installed", ALONE.__contains__)


@pytest.mark.usefixtures("without_apps")
def test_settings_and_limits_of_absent_apps() -> None:
    """One warning for each app, with its settings and limits."""
    signet = {"SESSION_LIFETIME": HOUR, "REFRESH_COOKIE_SECURE": False, "SITE_NAME": "Shop"}
    rates = {"refresh_session": "5/m", "sign_up_ip": None, "mail_ip": "5/h", "sign_in_ip": "5/m"}
    assert said({**signet, "THROTTLE_RATES": rates}, ()) == [
        (
            "signet.W065",
            (
                "No effect without 'drf_signet.sessions' in INSTALLED_APPS: SIGNET['SESSION_LIFETIME'],"
                " SIGNET['REFRESH_COOKIE_SECURE'], SIGNET['THROTTLE_RATES']['refresh_session']."
            ),
        ),
        (
            "signet.W065",
            (
                "No effect without 'drf_signet.accounts' in INSTALLED_APPS: SIGNET['SITE_NAME'],"
                " SIGNET['THROTTLE_RATES']['mail_ip']."
            ),
        ),
    ]


@pytest.mark.usefixtures("without_apps")
def test_nothing_is_said_of_what_is_as_usual() -> None:
    """Not even for a dict that lists every key with its default."""
    everything = {one.name: getattr(Settings(), one.name) for one in fields(Settings)}
    assert said({}, ()) == []
    assert said(everything, (path("api/", include("drf_signet.urls")),)) == []


CASES: dict[str, tuple[str, str, str, Mapping[str, Any], Callable[[], Sequence[Any]]]] = {
    "cookie": ("W066", "REFRESH_COOKIE_SAMESITE", SESSIONS, {"REFRESH_COOKIE_SAMESITE": "Lax"}, lambda: [BROWSER]),
    "sliding": (
        "W068",
        "SLIDING_TOKEN_LIFETIME",
        SESSIONS,
        {"SLIDING_TOKEN_LIFETIME": HOUR},
        lambda: [path("sliding/", session_views.TokenObtainSlidingView.as_view())],
    ),
    "token-user": (
        "W068",
        "TOKEN_USER_CLASS",
        SESSIONS,
        {"TOKEN_USER_CLASS": "tests.shop.Buyer"},
        lambda: [path("a/", Hello.as_view(authentication_classes=[authentication.JWTStatelessUserAuthentication]))],
    ),
    "snapshot": (
        "W068",
        "REVOCATION_POLL_INTERVAL",
        STATELESS,
        {"REVOCATION_POLL_INTERVAL": HOUR},
        lambda: [path("a/", Hello.as_view(authentication_classes=[authentication.JWTStatelessUserAuthentication]))],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_nothing_uses_is_said_until_something_does(case: str) -> None:
    """By an endpoint, or by a view."""
    number, key, default, signet, users = CASES[case]
    found = said(signet, default=default)
    assert [one for one, _ in found] == [f"signet.{number}"]
    assert f"SIGNET[{key!r}]" in found[0][1]
    assert said(signet, [WITH_SESSIONS, *users()], default) == []


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_said_where_there_are_addresses_elsewhere(case: str) -> None:
    """The addresses of another host, or of a tenant."""
    _, _, default, signet, _ = CASES[case]
    assert said(signet, default=default, ROOT_HOSTCONF="shop.hosts") == []
    assert said(signet, default=default, PUBLIC_SCHEMA_URLCONF="shop.public_urls") == []


@pytest.mark.parametrize("case", ["token-user", "snapshot"])
def test_a_plain_view_may_ask_any_class(case: str) -> None:
    """By `plain_requests.authenticate(request, MyClass)`, which no check can see."""
    _, _, default, signet, _ = CASES[case]
    assert said(signet, [WITH_SESSIONS, path("plain/", plain)], default) == []


def test_sliding_tokens_may_authenticate_alone() -> None:
    """Another service may issue them."""
    classes = ("drf_signet.tokens.AccessToken", "drf_signet.tokens.SlidingToken")
    assert said({"SLIDING_TOKEN_LIFETIME": HOUR, "AUTH_TOKEN_CLASSES": classes}) == []


def test_settings_that_another_one_turns_off() -> None:
    """Such as the name of a claim that isn't written."""
    claim = {"REVOKE_TOKEN_CLAIM": "pwd"}
    assert said(claim) == [("signet.W067", "No effect without CHECK_REVOKE_TOKEN: SIGNET['REVOKE_TOKEN_CLAIM'].")]
    assert said({**claim, "CHECK_REVOKE_TOKEN": True}) == []


def test_settings_of_users_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that only accepts tokens."""
    monkeypatch.setattr("drf_signet.effect_checks.has_users", lambda: False)
    assert said({"UPDATE_LAST_LOGIN": True}) == [
        ("signet.W067", "No effect without a user model: SIGNET['UPDATE_LAST_LOGIN'].")
    ]


def test_rotation_that_each_endpoint_knows_itself() -> None:
    """The check warns until an endpoint uses the setting."""
    fixed = [
        path("a/", session_views.RotatingTokenRefreshView.as_view()),
        path("b/", session_views.NonRotatingTokenRefreshView.as_view()),
    ]
    assert [one for one, _ in said({"ROTATE_REFRESH_TOKENS": False}, fixed)] == ["signet.W069"]
    assert said({"ROTATE_REFRESH_TOKENS": False}, [*fixed, WITH_SESSIONS]) == []
    assert said({"ROTATE_REFRESH_TOKENS": False}, [path("c/", views.TokenVerifyView.as_view())]) == []
    assert said({}, fixed) == []
