"""A checkbox at sign-in: who is remembered, for how long, through every refresh."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from drf_signet import views as core
from drf_signet.serializers import TokenRefreshSerializer
from drf_signet.sessions import views as sessions
from drf_signet.sessions.models import Session
from drf_signet.tokens import UntypedToken
from tests.conftest import PASSWORD
from tests.others.page import blocks_of

SERIALIZER, TOKEN, COOKIE = blocks_of("remember-me")
DAY: Final = 24 * 60 * 60
NAME: Final = "__Host-refresh"


def names_in(block: str, **given: object) -> dict[str, Any]:
    """What *block* defines, after what is *given*."""
    names: dict[str, Any] = {"__name__": __name__, **given}
    exec(block, names)  # the block is the thing under test
    return names


WITH_SESSIONS: Final = names_in(SERIALIZER)["RememberingSerializer"]
WITHOUT: Final = names_in(SERIALIZER.replace("drf_signet.sessions.", "drf_signet."))["RememberingSerializer"]
REMEMBERING_TOKEN: Final = names_in(TOKEN)["RememberingRefreshToken"]
BROWSER: Final = names_in(COOKIE, RememberingSerializer=WITH_SESSIONS)


class RotatingSerializer(WITHOUT):  # type: ignore[misc, valid-type]
    """With the class of the second block."""

    token_class = REMEMBERING_TOKEN


class RotatingRefreshSerializer(TokenRefreshSerializer):
    """The same, at a refresh."""

    token_class = REMEMBERING_TOKEN


def ask(view: Any, cookie: str | None = None, **body: object) -> Response:
    """The answer of *view* to *body*."""
    request = APIRequestFactory().post("/", body, format="json", headers={"Sec-Fetch-Site": "same-origin"})
    if cookie:
        request.META["HTTP_COOKIE"] = f"{NAME}={cookie}"
    answer = view(request)
    assert isinstance(answer, Response)
    assert answer.status_code == 200, answer.data
    return answer


def life_of(raw: str) -> int:
    """How many seconds the token lasts from now, to the nearest hundred."""
    return round(int(str(UntypedToken(raw)["exp"])) - int(time.time()), -2)


@contextmanager
def later_by(days: float) -> Iterator[None]:
    """A clock that is *days* ahead."""
    later = time.time() + days * DAY
    moment = datetime.fromtimestamp(later, UTC)
    with mock.patch("time.time", return_value=later), mock.patch.object(timezone, "now", return_value=moment):
        yield


TIERS: Final = {
    "core": (core.TokenObtainPairView.as_view(serializer_class=WITHOUT), core.token_refresh, None),
    "core-rotating": (
        core.TokenObtainPairView.as_view(serializer_class=RotatingSerializer),
        core.TokenRefreshView.as_view(serializer_class=RotatingRefreshSerializer),
        True,
    ),
    "sessions": (sessions.TokenObtainPairView.as_view(serializer_class=WITH_SESSIONS), sessions.token_refresh, None),
    "sessions-staying": (
        sessions.TokenObtainPairView.as_view(serializer_class=WITH_SESSIONS),
        sessions.token_refresh,
        False,
    ),
}


@pytest.mark.parametrize("tier", TIERS)
def test_who_asks_is_remembered(user: User, settings: Any, tier: str) -> None:
    """For 90 days, and still after a refresh; who doesn't ask has a day. It is one session."""
    sign_in, refresh, rotates = TIERS[tier]
    settings.SIGNET = {"ROTATE_REFRESH_TOKENS": rotates}
    forgotten = ask(sign_in, username="ada", password=PASSWORD).data["refresh"]
    assert life_of(forgotten) == DAY
    raw = ask(sign_in, username="ada", password=PASSWORD, remember=True).data["refresh"]
    assert life_of(raw) == 90 * DAY
    again = ask(refresh, refresh=raw).data.get("refresh", raw)
    assert life_of(again) == 90 * DAY
    # Long after all that is usual is over.
    with later_by(60):
        ask(refresh, refresh=again)
    assert Session.objects.count() == (2 if "sessions" in tier else 0)


def test_a_cookie_that_stays_and_one_that_goes(user: User) -> None:
    """A refresh sets it as the sign-in did."""
    sign_in, refresh = BROWSER["SignInView"].as_view(), BROWSER["RefreshView"].as_view()
    for remember, expected in ((True, 90 * DAY), (False, "")):
        answer = ask(sign_in, username="ada", password=PASSWORD, remember=remember)
        for _ in range(2):
            cookie = answer.cookies[NAME]
            shown = cookie["max-age"]
            assert (round(shown, -2) if shown else shown) == expected
            assert not cookie["expires"] or remember
            assert cookie["httponly"]
            assert cookie["secure"]
            answer = ask(refresh, cookie=cookie.value)


def test_a_longer_session_does_not_outlive_what_was_asked(user: User) -> None:
    """The end of a session that is remembered is set at the sign-in."""
    ask(TIERS["sessions"][0], username="ada", password=PASSWORD, remember=True)
    session = Session.objects.get()
    assert abs(session.expires_at - session.created_at - timedelta(days=90)) < timedelta(seconds=2)
