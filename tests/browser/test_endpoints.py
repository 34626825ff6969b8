"""What the endpoints for browsers answer when all is well."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory

from drf_signet.sessions.browser import views
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.serializers import TokenObtainPairSerializer
from drf_signet.sessions.tokens import RefreshToken
from tests.browser.places import (
    COOKIE,
    EVERY,
    LOGOUT,
    LOGOUT_ALL,
    NAMES,
    OWN_PAGE,
    REFRESH,
    SIGN_IN,
    SIGN_OUT,
    is_deleted,
    post,
    send,
    token_in,
    with_cookie,
)
from tests.sessions_wire.client import CREDENTIALS
from tests.sessions_wire.places import LIVE
from tests.sessions_wire.signed import replaced, resigned
from tests.wire.answers import body

GARBAGE = ["x", "a.b.c", '"', "ä", "a b", "x" * 20_000, "\x00", "%2e"]


class NamedSerializer(TokenObtainPairSerializer):
    """A serializer of a project's own, made for the endpoints without cookies."""

    @classmethod
    def get_token(cls, user: object) -> RefreshToken:
        """With the name of the user."""
        token = super().get_token(user)  # type: ignore[arg-type]  # an ordinary user
        token["name"] = str(user)
        return token


class NamedView(views.TokenObtainPairView):
    """A view of a project's own."""

    serializer_class = NamedSerializer


def reasons() -> list[str]:
    """Why each session ended, in the order of the sign-ins; an empty text for those that go on."""
    return list(Session.objects.order_by("created_at", "rotated_at").values_list("revoke_reason", flat=True))


def test_the_paths_have_names() -> None:
    """A template or a test finds each endpoint by it."""
    names = ("browser_token_obtain_pair", "browser_token_refresh", "browser_logout", "browser_logout_all")
    assert [reverse(name) for name in names] == list(NAMES.values())


def test_a_browser_signs_in_refreshes_and_signs_out(user: User, api: APIClient) -> None:
    """The access token is in the body, the refresh token in the cookie; the first opens a view, the second nothing."""
    first = post(api, SIGN_IN)
    assert first.status_code == 200
    assert sorted(body(first)) == ["access", "expires_in"]
    assert body(first)["expires_in"] == 300
    LIVE.assert_open(api, body(first)["access"])

    second = post(api, REFRESH, token_in(first))
    assert sorted(body(second)) == ["access", "expires_in"]
    assert token_in(second) != token_in(first)
    assert RefreshToken(token_in(second))["sid"] == RefreshToken(token_in(first))["sid"]
    LIVE.assert_open(api, body(second)["access"])

    third = post(api, LOGOUT, token_in(second))
    assert (third.status_code, third.content) == (204, b"")
    assert is_deleted(third)
    assert post(api, REFRESH, token_in(second)).status_code == 401
    assert reasons() == [Reason.LOGOUT]


def test_the_cookie_lasts_as_long_as_the_token(user: User, api: APIClient, settings: Settings) -> None:
    """By REFRESH_TOKEN_LIFETIME, within what is left of SESSION_LIFETIME."""
    settings.SIGNET = {"REFRESH_TOKEN_LIFETIME": timedelta(days=7), "SESSION_LIFETIME": timedelta(days=10)}
    signed_in = post(api, SIGN_IN)
    assert signed_in.cookies[COOKIE]["max-age"] == pytest.approx(7 * 86_400, abs=10)
    session = Session.objects.get()
    session.expires_at -= timedelta(days=9)
    session.save()
    refreshed = post(api, REFRESH, token_in(signed_in))
    assert refreshed.cookies[COOKIE]["max-age"] == pytest.approx(86_400, abs=10)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"refresh": "forged"}, id="another-token"),
        pytest.param({"refresh": None, "token": 5}, id="nonsense"),
        pytest.param([], id="list"),
        pytest.param("text", id="text"),
    ],
)
def test_what_the_body_says_is_ignored(user: User, api: APIClient, sent: object) -> None:
    """The cookie counts, whatever else is sent."""
    response = post(api, REFRESH, RefreshToken.for_user(user), sent)
    assert response.status_code == 200
    assert RefreshToken(token_in(response))["gen"] == 1


def test_a_refresh_token_in_the_body_is_no_cookie(user: User, api: APIClient) -> None:
    """Anyone who has read a refresh token somewhere can't use it here without a cookie."""
    token = str(RefreshToken.for_user(user))
    response = post(api, REFRESH, None, {"refresh": token})
    assert (response.status_code, body(response)["code"]) == (401, "cookie_missing")
    assert post(api, LOGOUT, None, {"refresh": token}).status_code == 204
    assert reasons() == [""]


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"])
def test_an_empty_body_is_enough(user: User, api: APIClient, content_type: str) -> None:
    """There is nothing to say but what the cookie says."""
    header = with_cookie(RefreshToken.for_user(user))
    assert api.generic("POST", REFRESH, "", content_type=content_type, **OWN_PAGE, **header).status_code == 200


@pytest.mark.parametrize("environ", [{}, {"CONTENT_TYPE": ""}, {"CONTENT_TYPE": "text/plain", "CONTENT_LENGTH": ""}])
def test_no_content_type_is_needed_for_no_body(user: User, environ: dict[str, str]) -> None:
    """A request without a body need not say of what kind it is; servers differ in what they say for it."""
    header = with_cookie(RefreshToken.for_user(user))
    request = APIRequestFactory().generic("POST", REFRESH, "", **OWN_PAGE, **header)
    request.META.pop("CONTENT_TYPE", None)
    request.META.update(environ)
    assert views.token_refresh(request).status_code == 200


def test_a_new_sign_in_ends_the_old_session(user: User, other: User, api: APIClient) -> None:
    """Of whomever it was: who sits here now is somebody else. Sessions elsewhere go on."""
    elsewhere = RefreshToken.for_user(other)
    old = RefreshToken.for_user(other)
    response = post(api, SIGN_IN, old)
    assert response.status_code == 200
    assert Session.objects.get(pk=str(old["sid"])).revoke_reason == Reason.LOGOUT
    assert Session.objects.filter(revoked_at=None).count() == 2
    assert post(api, REFRESH, elsewhere).status_code == 200
    assert post(api, REFRESH, token_in(response)).status_code == 200


def test_a_replaced_cookie_ends_the_old_session_as_well(user: User, api: APIClient) -> None:
    """Whichever of its tokens the browser had kept."""
    post(api, SIGN_IN, replaced(user))
    assert sorted(reasons()) == ["", Reason.LOGOUT]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_cookie_does_not_stop_a_sign_in(user: User, api: APIClient, garbage: str) -> None:
    """It is replaced by a good one."""
    response = post(api, SIGN_IN, garbage)
    assert response.status_code == 200
    assert token_in(response).count(".") == 2


def test_a_failed_sign_in_ends_nothing(user: User, api: APIClient) -> None:
    """A wrong password leaves the browser signed in as it was."""
    old = RefreshToken.for_user(user)
    response = post(api, SIGN_IN, old, {**CREDENTIALS, "password": "wrong"})
    assert response.status_code == 401
    assert not response.cookies
    assert post(api, REFRESH, old).status_code == 200


def test_the_serializer_of_a_project_works_unchanged(user: User) -> None:
    """One that was made for the endpoints without cookies adds its claims here as well."""
    sent = APIRequestFactory().post(SIGN_IN, json.dumps(CREDENTIALS), content_type="application/json", **OWN_PAGE)
    response = NamedView.as_view()(sent)
    assert isinstance(response, Response)
    assert sorted(response.data) == ["access", "expires_in"]
    assert RefreshToken(token_in(response))["name"] == "ada"


def test_a_stale_authorization_header_blocks_nothing(user: User, api: APIClient) -> None:
    """No endpoint looks at it."""
    stale = {"HTTP_AUTHORIZATION": "Bearer a.b.c"}
    first = post(api, SIGN_IN, **stale)
    second = post(api, REFRESH, token_in(first), **stale)
    assert post(api, LOGOUT_ALL, token_in(second), **stale).status_code == 204
    assert [first.status_code, second.status_code] == [200, 200]


@SIGN_OUT
def test_signing_out_may_be_repeated(user: User, api: APIClient, path: str) -> None:
    """204 and a deleted cookie, also for a session that is over."""
    token = RefreshToken.for_user(user)
    for _ in range(2):
        response = post(api, path, token)
        assert response.status_code == 204
        assert is_deleted(response)
    assert reasons() == ["logout_all" if path == LOGOUT_ALL else "logout"]


@SIGN_OUT
@pytest.mark.parametrize("garbage", [None, "", *GARBAGE])
def test_signing_out_needs_no_good_cookie(user: User, api: APIClient, path: str, garbage: str | None) -> None:
    """Nobody is signed in afterwards, as the page asked."""
    response = post(api, path, garbage)
    assert (response.status_code, response.content) == (204, b"")
    assert is_deleted(response)


@SIGN_OUT
@pytest.mark.parametrize("claim", ["exp", "jti", "sid", "gen", "user_id", "token_type"])
def test_signing_out_takes_any_token(user: User, other: User, api: APIClient, path: str, claim: str) -> None:
    """One that has expired, is of no session, or of another type, is as good as none."""
    wrong: dict[str, object] = {"exp": 1, "gen": 99, "user_id": str(other.pk)}
    token = resigned(RefreshToken.for_user(user), **{claim: wrong.get(claim, "0" * 32)})
    response = post(api, path, token)
    assert response.status_code == 204
    assert is_deleted(response)


@SIGN_OUT
def test_signing_out_is_answered_alike_when_a_token_was_reused(user: User, api: APIClient, path: str) -> None:
    """The session of the old token ends, and the cookie goes."""
    response = post(api, path, replaced(user, age=timedelta(hours=1)))
    assert response.status_code == 204
    assert is_deleted(response)
    assert reasons() == ["reuse" if path == LOGOUT_ALL else "logout"]


def test_signing_out_everywhere_ends_every_session_of_the_user(user: User, other: User, api: APIClient) -> None:
    """And nobody else's."""
    tokens = [RefreshToken.for_user(user) for _ in range(3)]
    theirs = RefreshToken.for_user(other)
    post(api, LOGOUT_ALL, tokens[1])
    assert [post(api, REFRESH, one).status_code for one in tokens] == [401] * 3
    assert post(api, REFRESH, theirs).status_code == 200


def test_signing_out_here_leaves_the_others(user: User, api: APIClient) -> None:
    """The sessions on other devices go on."""
    here, elsewhere = RefreshToken.for_user(user), RefreshToken.for_user(user)
    post(api, LOGOUT, here)
    assert post(api, REFRESH, elsewhere).status_code == 200


@pytest.mark.parametrize(("path", "queries"), [(REFRESH, 2), (LOGOUT, 2), (LOGOUT_ALL, 3)])
def test_the_cookie_costs_no_query(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    """As many statements as the endpoint without cookies has."""
    token = str(RefreshToken.for_user(user))
    with django_assert_num_queries(queries):
        post(api, path, token)


@EVERY
def test_every_answer_says_what_it_depends_on(user: User, api: APIClient, path: str) -> None:
    """No cache keeps it, and none takes it for the answer to somebody else."""
    token = str(RefreshToken.for_user(user))
    answers = [
        post(api, path, token),
        post(api, path, None, "nonsense"),
        post(api, path, token, HTTP_SEC_FETCH_SITE="cross-site"),
        send(api, path, [f"{COOKIE}=a", f"{COOKIE}=b"]),
        api.post(path, "a=b", content_type="text/plain", **OWN_PAGE),
        api.post(path, "{", content_type="application/json", **OWN_PAGE),
        api.get(path),
        api.put(path, **OWN_PAGE),
        api.options(path),
    ]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert {"Sec-Fetch-Site", "Origin", "Cookie"} <= set(answer.headers["Vary"].split(", "))


def test_the_settings_are_those_in_force(user: User, api: APIClient) -> None:
    """A cookie of another name is none, and becomes one when the setting says so."""
    token = str(RefreshToken.for_user(user))
    assert post(api, REFRESH, token, name="__Host-me").status_code == 401
    with override_settings(SIGNET={"REFRESH_COOKIE_NAME": "me"}):
        assert post(api, REFRESH, token, name="__Host-me").status_code == 200
