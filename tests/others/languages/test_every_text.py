"""In a project whose catalogue has all texts, a user sees none in English."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.error_body import Answer
from drf_signet.errors import SignetError, TokenError, TokenUserError, UnavailableError
from drf_signet.sessions import tokens as session_tokens
from drf_signet.sessions.user_agent import device_name
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token
from tests.conftest import PASSWORD
from tests.others.languages.catalogues import assert_translated, marked_texts, translate_everything
from tests.others.languages.raised import OF_CREDENTIALS, OF_TOKENS, every_class_below, every_error, raising

GOOD = {"username": "ada", "password": PASSWORD}
ELSEWHERE = "https://elsewhere.example"


@pytest.fixture(autouse=True)
def _a_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    translate_everything(monkeypatch)


def answered(api: APIClient, path: str, body: Any = None, **headers: Any) -> Any:
    """The body of a refusal."""
    response = api.post(path, body or {}, **headers)
    assert 400 <= response.status_code != 500, response.content
    return response.json()


FLOWS = {
    "core": ("/api/token/refresh/", "drf_signet.serializers.refresh_pair"),
    "sliding": ("/api/sliding/refresh/", "drf_signet.serializers.refresh_sliding"),
    "verify": ("/api/token/verify/", "drf_signet.foreign_tokens.KnownToken"),
    "sessions": ("/sessions/api/token/refresh/", "drf_signet.sessions.serializers.refresh_pair"),
    "sliding-session": ("/sessions/api/sliding/refresh/", "drf_signet.sessions.serializers.refresh"),
    "verify-session": ("/sessions/api/token/verify/", "drf_signet.sessions.serializers.verify_token"),
    "blacklist": ("/sessions/api/token/blacklist/", "drf_signet.sessions.serializers.sign_out"),
    "logout": ("/sessions/api/logout/", "drf_signet.sessions.serializers.sign_out"),
    "logout-all": ("/sessions/api/logout/all/", "drf_signet.sessions.serializers.sign_out_everywhere"),
    "browser": ("/sessions/api/browser/token/refresh/", "drf_signet.sessions.serializers.refresh_pair"),
}


@pytest.mark.parametrize("where", FLOWS)
def test_whatever_is_wrong_with_a_token(db: None, api: APIClient, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """A refusal of a token that was posted has a text in the language of the request, and a code."""
    path, flow = FLOWS[where]
    for error in every_error(*OF_TOKENS):
        monkeypatch.setattr(flow, raising(error))
        api.cookies["__Host-refresh"] = "token"
        body = answered(api, path, {"refresh": "token", "token": "token"})
        assert_translated(body)
        assert body["code"]


@pytest.mark.parametrize("prefix", ["/api/", "/api/sliding/", "/sessions/api/", "/sessions/api/browser/"])
def test_whatever_is_wrong_with_credentials(
    db: None, api: APIClient, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    """A refused sign-in, too."""
    path = prefix if "sliding" in prefix else f"{prefix}token/"
    for error in every_error(*OF_CREDENTIALS):
        monkeypatch.setattr("drf_signet.serializers.sign_in", raising(error))
        body = answered(api, path, GOOD)
        assert_translated(body)
        assert body["code"] == error.code


HEADERS = {
    "core": ("/whoami/", "drf_signet.authentication.user_of"),
    "sessions": ("/sessions/live/", "drf_signet.sessions.authentication.live_session"),
    "list": ("/sessions/api/sessions/", "drf_signet.sessions.authentication.live_session"),
}


@pytest.mark.parametrize("where", HEADERS)
def test_whatever_is_wrong_with_the_user_of_a_request(
    user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """A request that isn't let in."""
    path, flow = HEADERS[where]
    token = session_tokens.AccessToken.for_user(user)
    for error in every_error(TokenUserError if where == "core" else TokenError, UnavailableError):
        monkeypatch.setattr(flow, raising(error))
        response = api.get(path, HTTP_AUTHORIZATION=f"Bearer {token}")
        assert response.status_code in (401, 409, 503)
        assert_translated(response.json())
        assert response.json()["code"]


def without(claim: str, token: Token) -> str:
    """*token*, without the *claim*."""
    del token[claim]
    return str(token)


def test_what_a_token_lacks(user: User, api: APIClient) -> None:
    """The translated sentence has the name of the claim."""
    for path, field, token in (
        ("/api/token/refresh/", "refresh", RefreshToken.for_user(user)),
        ("/api/sliding/refresh/", "token", SlidingToken.for_user(user)),
    ):
        for claim in ("exp", "jti", "token_type"):
            body = answered(api, path, {field: without(claim, type(token).for_user(user))})
            assert_translated(body)
            assert body["reason"] == "claim_missing"
    late = SlidingToken.for_user(user)
    late["refresh_exp"] = 1
    assert answered(api, "/api/sliding/refresh/", {"token": str(late)})["detail"].endswith(
        "'refresh_exp' claim has expired"
    )
    of_session = session_tokens.RefreshToken.for_user(user)
    assert_translated(answered(api, "/api/token/refresh/", {"refresh": str(of_session)}))
    del of_session["sid"]
    assert_translated(answered(api, "/sessions/api/token/refresh/", {"refresh": str(of_session)}))


def test_what_a_header_lacks(user: User, api: APIClient) -> None:
    """Each of the messages is translated."""
    nobody = AccessToken.for_user(user)
    del nobody["user_id"]
    for header in ("Bearer", "Bearer x", f"Bearer {nobody}", f"Bearer {RefreshToken.for_user(user)}"):
        for path in ("/whoami/", "/stateless/", "/sessions/live/", "/sessions/snapshot/", "/sessions/api/sessions/"):
            response = api.get(path, HTTP_AUTHORIZATION=header)
            assert response.status_code == 401
            assert_translated(response.json())


def test_a_sign_in_that_is_too_old(user: User, api: APIClient) -> None:
    """By a permission."""
    token = session_tokens.AccessToken.for_user(user)
    token["auth_time"] = 1
    response = api.get("/sessions/recent/", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert response.status_code == 401
    assert_translated(response.json())


@pytest.mark.parametrize("prefix", ["/api/", "/sessions/api/", "/sessions/api/browser/"])
def test_bodies_that_cannot_be_read(db: None, api: APIClient, settings: Settings, prefix: str) -> None:
    """Missing and over-long fields, JSON that is too deep, bodies that are too large, and forms of other sites."""
    path = f"{prefix}token/"
    bodies: list[Any] = [{}, {"username": [], "password": {}}, {"username": "a", "password": "x" * 5000}, []]
    for body in bodies:
        assert_translated(answered(api, path, body))
    assert_translated(api.post(path, "[" * 100_000, content_type="application/json").json())
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert_translated(answered(api, path, GOOD))
    response = api.post(path, "a=1", content_type="application/x-www-form-urlencoded", HTTP_ORIGIN=ELSEWHERE)
    assert response.status_code == 403
    assert_translated(response.json())


def test_cookies(user: User, api: APIClient) -> None:
    """None, two of them, one that is too large, and a body that is no JSON."""
    path = "/sessions/api/browser/token/refresh/"
    assert_translated(answered(api, path))
    assert_translated(api.post(path, "a", content_type="text/plain").json())
    two = "__Host-refresh=a; __Host-refresh=b"
    assert_translated(answered(api, path, HTTP_COOKIE=two, HTTP_ORIGIN="http://testserver"))


def test_devices(db: None) -> None:
    """In the list of sessions, the description of a device is translated."""
    assert_translated(
        [device_name(""), device_name("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")]
    )
    assert device_name("curl/8.5") == "curl"


def test_makemessages_finds_them() -> None:
    """So a translator can start a catalogue from the source."""
    classes = [*every_class_below(SignetError), *every_class_below(Answer)]
    texts = [
        vars(one).get(name)
        for one in classes
        for name in ("default_message", "default_detail")
        if one.__module__.startswith("drf_signet.")
    ]
    assert {one for one in texts if isinstance(one, str)} - marked_texts() == set()
