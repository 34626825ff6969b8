"""Endpoints and authentication without sessions beside those with them: what the checks say."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.test import override_settings
from django.urls import clear_url_caches, include, path
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet import authentication, serializers, tokens, views
from drf_signet.project_checks import check_apps
from drf_signet.sessions import authentication as with_sessions
from drf_signet.sessions import serializers as session_serializers
from drf_signet.sessions import views as session_views
from drf_signet.sessions.tier_checks import ALWAYS

CORE = "drf_signet.authentication.JWTAuthentication"
STATELESS = "drf_signet.authentication.JWTStatelessUserAuthentication"
SESSIONS = "drf_signet.sessions.authentication.JWTAuthentication"


class OwnAuthentication(authentication.JWTAuthentication):
    """The project's own, derived from the core's."""


class DeviceAuthentication(authentication.JWTAuthentication):
    """Of another model, which can have no sessions."""

    user_model = "auth.Group"


class OwnSessionAuthentication(with_sessions.JWTAuthentication):
    """The project's own, and right."""


class OwnSerializer(serializers.TokenObtainPairSerializer):
    """The project's own, derived from the core's."""


class OwnSignIn(views.TokenObtainPairView):
    """The same, as a view."""

    serializer_class = OwnSerializer


class SessionsOnTheCore(views.TokenObtainPairView):
    """A view of the core whose tokens belong to sessions all the same."""

    serializer_class = session_serializers.TokenObtainPairSerializer


class DeviceToken(tokens.RefreshToken):
    """Of another model."""

    user_model = "auth.Group"


class DeviceSerializer(serializers.TokenObtainPairSerializer):
    """For these."""

    token_class = DeviceToken


class Hello(APIView):
    """A view of the project."""

    permission_classes = (AllowAny,)

    def get(self, request: Any) -> Response:
        """Hello."""
        return Response({})


@contextmanager
def project(patterns: Sequence[Any], default: str = SESSIONS) -> Iterator[None]:
    """A project with the addresses *patterns*, that authenticates by *default*."""
    module = ModuleType("tests.others.mixed_tiers.urls_of_a_test")
    vars(module)["urlpatterns"] = list(patterns)
    sys.modules[module.__name__] = module
    classes = {"DEFAULT_AUTHENTICATION_CLASSES": [default]}
    try:
        with override_settings(ROOT_URLCONF=module.__name__, REST_FRAMEWORK=classes):
            clear_url_caches()
            yield
    finally:
        del sys.modules[module.__name__]
        clear_url_caches()


def said(patterns: Sequence[Any], default: str = SESSIONS) -> list[CheckMessage]:
    """What the checks say of such a project."""
    with project(patterns, default):
        return [message for check in ALWAYS for message in check()]


def ids(patterns: Sequence[Any], default: str = SESSIONS) -> list[str | None]:
    """The ids alone."""
    return [one.id for one in said(patterns, default)]


WITH_SESSIONS = path("api/", include("drf_signet.sessions.urls"))
WITHOUT = path("api/", include("drf_signet.urls"))


def test_the_authentication_of_the_core_is_left_in_the_settings() -> None:
    """A token goes on after its sign-out."""
    (warning,) = said([WITH_SESSIONS], CORE)
    assert warning.id == "signet.W063"
    assert warning.msg == (
        f"{CORE} doesn't check sessions, so an access token still works after its user has signed out."
    )
    assert "'drf_signet.sessions.authentication.JWTAuthentication'" in str(warning.hint)


def test_a_view_has_an_authentication_without_sessions() -> None:
    """By its class, or where it has its address; each class is named once."""
    hello = Hello.as_view(authentication_classes=[OwnAuthentication, DeviceAuthentication])
    addresses = [WITH_SESSIONS, path("a/", hello), path("b/", hello)]
    (warning,) = said(addresses)
    assert warning.msg.startswith(f"{__name__}.OwnAuthentication doesn't check sessions")


@pytest.mark.parametrize("default", [SESSIONS, STATELESS, f"{__name__}.OwnSessionAuthentication"])
def test_nothing_is_said_of_what_is_right_or_meant(default: str) -> None:
    """Sessions, and tokens that go on until they expire by the class that says so."""
    hello = Hello.as_view(authentication_classes=[DeviceAuthentication])
    browser = path("api/", include("drf_signet.sessions.browser.urls"))
    right = [path("c/", SessionsOnTheCore.as_view()), path("d/", views.TokenVerifyView.as_view())]
    devices = path("e/", views.TokenObtainPairView.as_view(serializer_class=DeviceSerializer))
    assert ids([WITH_SESSIONS, browser, path("a/", hello), *right, devices], default) == []


def test_endpoints_of_the_core_give_tokens_without_sessions() -> None:
    """Beside those that open sessions: a warning for each, and no more than that."""
    own = session_views.TokenObtainPairView
    found = said([WITHOUT, WITH_SESSIONS, path("own/", OwnSignIn.as_view()), path("own2/", own.as_view())])
    assert [one.id for one in found] == ["signet.W064"] * 3
    names = [one.msg.split(" belong")[0].removeprefix("The tokens of ") for one in found]
    assert names == [
        "drf_signet.views.TokenObtainPairView",
        "drf_signet.views.TokenRefreshView",
        f"{__name__}.OwnSignIn",
    ]


def test_nobody_gets_in_where_only_the_core_signs_in() -> None:
    """Authentication by sessions refuses every token there is, by default or in the views of accounts."""
    found = said([WITHOUT])
    assert [one.id for one in found] == ["signet.W064", "signet.W064", "signet.E062"]
    assert found[-1].msg == (
        f"{SESSIONS} refuses every token of drf_signet.views.TokenObtainPairView, drf_signet.views.TokenRefreshView:"
        " they belong to no session."
    )
    account = Hello.as_view(authentication_classes=[with_sessions.JWTAuthentication])
    assert "signet.E062" in ids([WITHOUT, path("me/", account)], STATELESS)
    assert "signet.E062" not in ids([WITHOUT], STATELESS)


def test_sessions_without_their_app_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reverse: there is no table for them."""
    monkeypatch.setattr("drf_signet.project_checks.apps.is_installed", lambda app: False)
    with project([path("a/", Hello.as_view(authentication_classes=[OwnSessionAuthentication]))], STATELESS):
        assert [one.id for one in check_apps()] == ["signet.E027"]
