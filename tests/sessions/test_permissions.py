"""`RecentSignIn`: it lets users in who signed in recently, and asks all others to sign in again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import override_settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework.views import APIView

from drf_signet import tokens as core
from drf_signet.exceptions import AuthenticationFailed
from drf_signet.sessions.permissions import RecentSignIn
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from drf_signet.tokens import Token
from tests.core.test_tokens import signed

MINUTE = timedelta(minutes=1)


class VeryRecentSignIn(RecentSignIn):
    """Within a minute."""

    max_age = MINUTE


def access_after(user: User, age: timedelta) -> Token:
    """An access token issued now to a user who signed in *age* ago."""
    token = RefreshToken.for_user(user, now=timezone.now() - age)
    return refresh(str(token), RefreshToken).access_token if age else token.access_token


def is_let_in(user: User | AnonymousUser, auth: object, permission: type[RecentSignIn] = RecentSignIn) -> bool:
    """Whether a request with *auth* passes."""
    request = Request(APIRequestFactory().get("/"))
    request.user, request.auth = user, auth
    return permission().has_permission(request, APIView())


def is_too_old(user: User, auth: object, permission: type[RecentSignIn] = RecentSignIn) -> bool:
    """Whether it is refused as too long ago."""
    try:
        return not is_let_in(user, auth, permission)
    except AuthenticationFailed:
        return True


@pytest.mark.parametrize(
    ("age", "permission", "passes"),
    [
        (timedelta(), RecentSignIn, True),
        (9 * MINUTE, RecentSignIn, True),
        (11 * MINUTE, RecentSignIn, False),
        (timedelta(), VeryRecentSignIn, True),
        (2 * MINUTE, VeryRecentSignIn, False),
    ],
)
def test_the_time_of_the_sign_in_counts(
    user: User, age: timedelta, permission: type[RecentSignIn], *, passes: bool
) -> None:
    """Neither the time of the refresh nor that of the token does."""
    assert is_too_old(user, access_after(user, age), permission) is not passes


@pytest.mark.parametrize(("seconds", "passes"), [(2, True), (60, False), (3_600, False)])
def test_a_sign_in_that_lies_ahead_is_none(user: User, seconds: int, *, passes: bool) -> None:
    """The clock was ahead then, so the sign-in would count as recent for longer than ``max_age``."""
    token = RefreshToken.for_user(user).access_token
    token["auth_time"] = int(timezone.now().timestamp()) + seconds
    assert is_too_old(user, token) is not passes
    with override_settings(SIGNET={"LEEWAY": seconds}):
        assert not is_too_old(user, token)


def test_a_refresh_is_no_sign_in(user: User) -> None:
    """However often."""
    token = RefreshToken.for_user(user, now=timezone.now() - timedelta(hours=1))
    for _ in range(3):
        token = refresh(str(token), RefreshToken)
    assert is_too_old(user, token.access_token)


def test_a_sliding_token_knows_its_sign_in_as_well(user: User) -> None:
    """Before and after a refresh."""
    early = SlidingToken.for_user(user, now=timezone.now() - 4 * MINUTE)
    late = refresh(str(early), SlidingToken)
    for token in (early, late):
        assert is_let_in(user, token)
        assert is_too_old(user, token, VeryRecentSignIn)


def test_clocks_may_be_apart(user: User) -> None:
    """By the leeway."""
    access = access_after(user, 11 * MINUTE)
    with override_settings(SIGNET={"LEEWAY": timedelta(minutes=2)}):
        assert is_let_in(user, access)
    assert is_too_old(user, access)


def test_who_shows_no_sign_in_has_none(user: User) -> None:
    """No token at all (Django's own login), and one without a session."""
    for auth in (None, "a string", core.AccessToken.for_user(user), {"auth_time": 4_000_000_000}):
        assert is_too_old(user, auth)


def test_nobody_is_not_asked_to_sign_in_again() -> None:
    """The answer is the usual one of a view that requires a user."""
    assert not is_let_in(AnonymousUser(), None)


@pytest.mark.parametrize("auth_time", ["yesterday", None, [1], True, {}], ids=repr)
def test_a_time_that_is_none_is_long_ago(user: User, auth_time: object) -> None:
    """Another issuer may write what it likes."""
    raw = signed(token_type="access", exp=4_000_000_000, jti="1", user_id=str(user.pk), auth_time=auth_time)
    with pytest.raises(AuthenticationFailed, match="Sign in again"):
        is_let_in(user, core.AccessToken(raw))


def test_the_answer_says_how_recent_the_sign_in_has_to_be(user: User, api: APIClient) -> None:
    """RFC 9470 section 3: the error of the challenge, and the greatest age."""
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {access_after(user, 11 * MINUTE)}")
    answer = api.get("/sessions/recent/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer ")
    for part in ('error="insufficient_user_authentication"', 'max_age="600"'):
        assert part in answer["WWW-Authenticate"]
    assert answer.data["code"] == "insufficient_user_authentication"
    assert int(answer.data["max_age"]) == 600
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {access_after(user, timedelta())}")
    assert api.get("/sessions/recent/").status_code == 200
