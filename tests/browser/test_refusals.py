"""Each refusal: its cause, its code, and whether the answer deletes the cookie."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import override_settings
from pytest_django import Settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.errors import ExpiredTokenError, SessionBusyError
from drf_signet.exceptions import answer_to
from drf_signet.sessions import rotation
from drf_signet.sessions.browser.errors import AmbiguousCookieError, CookieMissingError, CookieTooLargeError
from drf_signet.sessions.browser.views import TokenRefreshView
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.browser.places import (
    COOKIE,
    EVERY,
    LOGOUT,
    OWN_PAGE,
    REFRESH,
    SIGN_IN,
    TAKE_COOKIE,
    Meta,
    is_deleted,
    is_untouched,
    post,
    send,
    token_in,
    with_cookie,
)
from tests.sessions_wire.refusals import BLACKLISTED, SUPERSEDED, no_account, not_valid
from tests.sessions_wire.signed import ago, replaced, resigned
from tests.wire.answers import BAD_TOKEN, CHALLENGE, assert_answer, body
from tests.wire.rules import STAFF_ONLY

MISSING = {"detail": "There is no refresh token cookie. Sign in first.", "code": "cookie_missing"}
TWO = {
    "detail": "Your browser sent two cookies with the same name. Delete this site's cookies and sign in again.",
    "code": "ambiguous_cookie",
}
HOUR = timedelta(hours=1)

Make = Callable[[User], str]


def ended(user: User) -> str:
    """The token of a session that was ended on another device."""
    token = RefreshToken.for_user(user)
    end(token.session, Reason.ENDED_BY_USER, token.current_time)
    return str(token)


def at_its_end(user: User) -> str:
    """The token of a session that has reached SESSION_LIFETIME; LEEWAY prolongs the token, and not the session."""
    token = RefreshToken.for_user(user)
    Session.objects.update(expires_at=ago(timedelta(seconds=1)))
    return str(token)


def purged(user: User) -> str:
    """The token of a session whose row is gone."""
    token = str(RefreshToken.for_user(user))
    Session.objects.all().delete()
    return token


def disabled(user: User) -> str:
    """The token of a user who was disabled where no receiver saw it."""
    token = str(RefreshToken.for_user(user))
    User.objects.update(is_active=False)
    return token


def with_new_password(user: User) -> str:
    """The token of a user who has a new password."""
    token = str(RefreshToken.for_user(user))
    User.objects.update(password="md5$x$y")
    return token


def deleted(user: User) -> str:
    """The token of a user who was deleted by SQL."""
    token = str(RefreshToken.for_user(user))
    User.objects.all()._raw_delete("default")
    return token


OVER = [
    pytest.param(ended, not_valid("session_revoked", BLACKLISTED), id="ended"),
    pytest.param(at_its_end, not_valid("session_expired"), id="expired"),
    pytest.param(purged, not_valid("session_not_found"), id="purged"),
    pytest.param(lambda user: replaced(user, age=HOUR), not_valid("token_reused", BLACKLISTED), id="reused"),
    pytest.param(disabled, no_account("user_inactive"), id="disabled"),
    pytest.param(
        with_new_password,
        no_account("password_changed", "The user's password has been changed."),
        id="new-password",
    ),
    pytest.param(deleted, no_account("user_not_found"), id="deleted"),
]

NOT_OVER = [
    pytest.param(lambda user: "garbage", not_valid("token_invalid"), id="garbage"),
    pytest.param(lambda user: "a b", not_valid("token_invalid"), id="no-token-at-all"),
    pytest.param(lambda user: "x" * 20_000, not_valid("token_invalid"), id="longer-than-any-token"),
    pytest.param(lambda user: "ü.ü.ü", not_valid("token_invalid"), id="not-ascii"),
    pytest.param(
        lambda user: str(RefreshToken.for_user(user).access_token),
        not_valid("wrong_token_type", "Token has wrong type"),
        id="access-token",
    ),
    pytest.param(lambda user: resigned(RefreshToken.for_user(user), exp=1), not_valid("token_expired"), id="expired"),
    pytest.param(
        lambda user: resigned(RefreshToken.for_user(user), gen=99), not_valid("session_mismatch"), id="mismatch"
    ),
    pytest.param(
        lambda user: resigned(RefreshToken.for_user(user), user_id="0"),
        not_valid("session_user_mismatch"),
        id="another-user",
    ),
]


@pytest.mark.parametrize(("make", "expected"), OVER)
def test_the_cookie_of_a_session_that_is_over_is_deleted(
    user: User, api: APIClient, make: Make, expected: dict[str, object]
) -> None:
    """The answer is that of the endpoint without cookies, and the browser needn't ask again."""
    response = post(api, REFRESH, make(user))
    assert_answer(response, 401, expected, BAD_TOKEN)
    assert is_deleted(response)


@pytest.mark.parametrize(("make", "expected"), NOT_OVER)
def test_any_other_cookie_is_left(user: User, api: APIClient, make: Make, expected: dict[str, object]) -> None:
    """Another tab may have replaced it in the meantime, so deleting it would delete the valid one."""
    response = post(api, REFRESH, make(user))
    assert_answer(response, 401, expected, BAD_TOKEN)
    assert is_untouched(response)


def test_a_user_whom_the_rule_refuses_is_signed_out(user: User, api: APIClient, settings: Settings) -> None:
    """As at the endpoint without cookies."""
    token = str(RefreshToken.for_user(user))
    settings.SIGNET = STAFF_ONLY
    response = post(api, REFRESH, token)
    assert_answer(response, 401, no_account("no_active_account"), BAD_TOKEN)
    assert is_deleted(response)


def test_the_loser_of_a_race_keeps_the_cookie(user: User, api: APIClient) -> None:
    """409: the browser has the cookie that another tab got."""
    response = post(api, REFRESH, replaced(user, generations=2))
    assert_answer(response, 409, SUPERSEDED)
    assert is_untouched(response)


def test_too_many_requests_leave_the_cookie(user: User, api: APIClient, settings: Settings) -> None:
    """429: the session goes on."""
    settings.SIGNET = {"THROTTLE_RATES": {"refresh_session": "1/1m"}}
    token = token_in(post(api, REFRESH, RefreshToken.for_user(user)))
    response = post(api, REFRESH, token)
    assert response.status_code == 429
    assert is_untouched(response)
    cache.clear()
    assert post(api, REFRESH, token).status_code == 200


@pytest.mark.parametrize("path", [REFRESH, LOGOUT])
def test_a_busy_database_leaves_the_cookie(
    user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """503: the token is fine, and the page has to try again to sign out."""

    def busy(*arguments: object) -> None:
        raise SessionBusyError

    token = str(RefreshToken.for_user(user))
    monkeypatch.setattr(rotation, "until_settled", busy)
    monkeypatch.setattr("drf_signet.sessions.ending.until_settled", busy)
    response = post(api, path, token)
    assert (response.status_code, body(response)["code"]) == (503, "session_busy")
    assert is_untouched(response)


def test_a_busy_old_session_does_not_stop_a_sign_in(
    user: User, other: User, api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new session is open, so the browser gets its cookie; the old session expires later."""

    def busy(*arguments: object) -> None:
        raise SessionBusyError

    old = str(RefreshToken.for_user(other))
    monkeypatch.setattr("drf_signet.sessions.ending.until_settled", busy)
    response = post(api, SIGN_IN, old)
    assert response.status_code == 200
    assert token_in(response)


@pytest.mark.parametrize("header", [[], [f"{COOKIE}="], [f'{COOKIE}=""'], ["refresh=a.b.c"]])
def test_without_a_cookie_there_is_nothing_to_refresh(api: APIClient, db: None, header: list[str]) -> None:
    """401 with a code of its own: the page shows its sign-in form."""
    response = send(api, REFRESH, header)
    assert_answer(response, 401, MISSING, CHALLENGE)
    assert is_untouched(response)


@EVERY
def test_two_cookies_of_the_name_are_refused(user: User, api: APIClient, path: str) -> None:
    """Everywhere, at sign-in as well; both tokens are valid, and both sessions go on."""
    mine, planted = RefreshToken.for_user(user), RefreshToken.for_user(user)
    response = send(api, path, [f"{COOKIE}={mine}", "a=b", f"{COOKIE}={planted}"])
    assert_answer(response, 400, TWO)
    assert is_untouched(response)
    assert Session.objects.filter(revoked_at=None, generation=0).count() == 2


@EVERY
def test_the_page_is_looked_at_first(user: User, api: APIClient, path: str) -> None:
    """A page of another site learns nothing about cookies, nor about errors in its body."""
    said: Meta = {**OWN_PAGE, "HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_COOKIE": f"{COOKIE}=a; {COOKIE}=b"}
    for content_type in ("application/json", "text/plain"):
        response = api.generic("POST", path, "{", content_type=content_type, **said)
        assert (response.status_code, body(response)["code"]) == (403, "origin_refused")


@EVERY
def test_malformed_json_is_refused(user: User, api: APIClient, path: str) -> None:
    """Even where the endpoint doesn't use the body, and however deeply it is nested. Nothing else happens."""
    token = str(RefreshToken.for_user(user))
    for sent in ("{", "\x00", "[" * 100_000):
        header = with_cookie(token)
        response = api.generic("POST", path, sent, content_type="application/json", **OWN_PAGE, **header)
        assert response.status_code == 400
        assert is_untouched(response)
    assert post(api, REFRESH, token).status_code == 200


@TAKE_COOKIE
def test_a_planted_session_cookie_of_django_is_none(user: User, api: APIClient, path: str) -> None:
    """Only the one name counts."""
    api.force_login(user)
    session = api.cookies["sessionid"].value
    response = send(api, path, [f"sessionid={session}"])
    assert response.status_code == (401 if path == REFRESH else 204)


@pytest.mark.parametrize("is_known", [True, False])
def test_a_token_that_expires_as_it_is_made_is_a_refusal(user: User, is_known: bool) -> None:
    """In the last second of a session its token has already expired: a 401, not a 500 or a cookie without an age."""
    token, view = RefreshToken.for_user(user), TokenRefreshView()
    expired = resigned(token, exp=1)
    token["exp"] = 1
    view.issued = {expired: token} if is_known else {}
    with pytest.raises(ExpiredTokenError) as caught:
        view.hand_out(Response({"refresh": expired, "access": "a.b.c"}))
    answer: Any = answer_to(caught.value, TokenRefreshView.answers)
    assert (answer.status_code, answer.detail) == (401, not_valid("token_expired"))


def test_a_project_without_a_private_key_signs_nobody_in(user: User, api: APIClient) -> None:
    """501, as at the endpoint without cookies."""
    from tests.stand_ins.key_pairs import pair_for, public_pem

    with override_settings(SIGNET={"ALGORITHM": "ES256", "VERIFYING_KEY": public_pem(pair_for("ES256"))}):
        response = post(api, SIGN_IN)
    assert response.status_code == 501
    assert is_untouched(response)


def test_errors_in_python_and_over_http_say_the_same() -> None:
    """Codes and texts are those of the errors below REST framework."""
    for error in (AmbiguousCookieError(), CookieMissingError(), CookieTooLargeError()):
        answer: Any = answer_to(error)
        assert json.loads(json.dumps(answer.detail)) == {"detail": error.message, "code": error.code}


def test_the_refreshed_twin_gets_the_same_cookie(user: User, api: APIClient) -> None:
    """Within the grace period, the answer to a replaced cookie sets the one that replaced it."""
    old = RefreshToken.for_user(user)
    new = str(refresh(str(old), RefreshToken))
    assert token_in(post(api, REFRESH, old)) == new
