"""The cookie where refresh tokens don't rotate: it stays as the sign-in has set it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory

from drf_signet.sessions.browser import views
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.browser.places import (
    COOKIE,
    JSON,
    LOGOUT,
    OWN_PAGE,
    REFRESH,
    SIGN_IN,
    is_deleted,
    is_untouched,
    post,
    token_in,
    with_cookie,
)
from tests.sessions_wire.places import LIVE
from tests.sessions_wire.signed import replaced
from tests.wire.answers import body

OFF = {"ROTATE_REFRESH_TOKENS": False}


def show(view: type[views.TokenRefreshView], token: object) -> Response:
    """What *view* answers to a page of our own with *token* in the cookie."""
    request = APIRequestFactory().post("/", json.dumps({}), content_type=JSON, **OWN_PAGE, **with_cookie(token))
    response: Response = view.as_view()(request).render()
    return response


def test_a_browser_signs_in_refreshes_and_signs_out(user: User, api: APIClient, settings: Settings) -> None:
    """By one cookie, which only the ends touch."""
    settings.SIGNET = OFF
    token = token_in(post(api, SIGN_IN))
    for _ in range(20):
        answer = post(api, REFRESH, token)
        assert (answer.status_code, sorted(body(answer))) == (200, ["access", "expires_in"])
        assert is_untouched(answer)
        LIVE.assert_open(api, body(answer)["access"])
    assert is_deleted(post(api, LOGOUT, token))
    assert post(api, REFRESH, token).status_code == 401
    assert Session.objects.get().revoke_reason == Reason.LOGOUT


def test_a_refresh_is_one_query(
    user: User, api: APIClient, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """As without cookies."""
    settings.SIGNET = OFF
    token = token_in(post(api, SIGN_IN))
    with django_assert_num_queries(1):
        post(api, REFRESH, token)


@pytest.mark.parametrize("signet", [{}, OFF, {"ROTATE_REFRESH_TOKENS": True}], ids=["default", "off", "on"])
@pytest.mark.parametrize(
    ("view", "rotates"), [(views.RotatingTokenRefreshView, True), (views.NonRotatingTokenRefreshView, False)]
)
def test_a_view_may_do_otherwise(
    user: User, settings: Settings, signet: dict[str, object], view: type[views.TokenRefreshView], rotates: bool
) -> None:
    """By its class, whatever the setting says."""
    settings.SIGNET = signet
    answer = show(view, RefreshToken.for_user(user))
    assert (answer.status_code, COOKIE in answer.cookies) == (200, rotates)


def test_the_setting_may_change_while_people_are_signed_in(user: User, api: APIClient, settings: Settings) -> None:
    """Either way, time and again: the browser has the cookie that was set last."""
    token = token_in(post(api, SIGN_IN))
    for number in range(12):
        settings.SIGNET = OFF if number % 3 else {}
        answer = post(api, REFRESH, token)
        assert answer.status_code == 200
        token = token_in(answer) if COOKIE in answer.cookies else token
        Session.objects.update(rotated_at=timezone.now() - timedelta(hours=1))
    assert Session.objects.get().generation == 4


def test_a_tab_that_comes_late_gets_the_cookie_of_the_other(user: User, api: APIClient) -> None:
    """Whose refresh was answered with rotation: what the browser has is good everywhere."""
    old = replaced(user)
    answer = show(views.NonRotatingTokenRefreshView, old)
    assert token_in(answer) == str(refresh(old, RefreshToken))


def test_a_replaced_token_ends_the_session(user: User, api: APIClient) -> None:
    """And the cookie is deleted, as with rotation."""
    answer = show(views.NonRotatingTokenRefreshView, replaced(user, age=timedelta(hours=1)))
    assert (answer.status_code, body(answer)["reason"]) == (401, "token_reused")
    assert is_deleted(answer)
    assert Session.objects.get().revoke_reason == Reason.REUSE
