"""What the service answers, on each database."""

from __future__ import annotations

import pytest

from tests.service.conftest import Service
from tests.service.http import call

CREDENTIALS = {"username": "ada", "password": "correct-horse-battery"}


@pytest.fixture
def tokens(service: Service) -> dict[str, str]:
    """A pair for the demo user."""
    body: dict[str, str] = call(service, "POST", "/api/v1/token/", CREDENTIALS).body
    return body


def test_me_is_the_user_of_the_token(service: Service, tokens: dict[str, str]) -> None:
    """Everything users may know about themselves, and no password."""
    me = call(service, "GET", "/api/v1/users/me/", token=tokens["access"]).body
    known = {"id", "username", "email", "email_verified", "has_password", "date_joined", "last_login"}
    known |= {"first_name", "last_name"}
    assert me.keys() == known
    assert (me["first_name"], me["last_name"]) == ("Ada", "Lovelace")


def test_me_needs_a_token(service: Service) -> None:
    """Without a token there is a challenge; a bad one is named as the reason."""
    bare = call(service, "GET", "/api/v1/users/me/")
    metadata = f'resource_metadata="{service.url}/.well-known/oauth-protected-resource"'
    assert (bare.status, bare.headers["WWW-Authenticate"]) == (401, f'Bearer realm="api", {metadata}')

    bad = call(service, "GET", "/api/v1/users/me/", token="nonsense")
    assert (bad.status, bad.body["code"]) == (401, "token_not_valid")
    assert bad.headers["WWW-Authenticate"] == f'Bearer realm="api", {metadata}, error="invalid_token"'


def test_a_refresh_token_is_no_access_token(service: Service, tokens: dict[str, str]) -> None:
    """And an access token is no refresh token."""
    assert call(service, "GET", "/api/v1/users/me/", token=tokens["refresh"]).status == 401
    assert call(service, "POST", "/api/v1/token/refresh/", {"refresh": tokens["access"]}).status == 401


def test_refresh_and_verify(service: Service, tokens: dict[str, str]) -> None:
    """A refresh gives an access token that verifies and authenticates."""
    access = call(service, "POST", "/api/v1/token/refresh/", {"refresh": tokens["refresh"]}).body["access"]
    assert call(service, "POST", "/api/v1/token/verify/", {"token": access}).status == 200
    assert call(service, "GET", "/api/v1/users/me/", token=access).status == 200


@pytest.mark.parametrize("username", ["x\0y", "\ud800", "x" * 100_000, "ada@\0", "@" * 1_000, "ß@ﬀ.example"])
def test_odd_names_are_refused_and_break_nothing(service: Service, username: str) -> None:
    """What no database stores and what no account has gets a 400 or a 401, on every database."""
    answer = call(service, "POST", "/api/v1/token/", {**CREDENTIALS, "username": username})
    assert answer.status in (400, 401)


def test_deep_json_is_refused(service: Service) -> None:
    """A body nested a hundred thousand times is a 400, through the real server."""
    body = '{"username":' + "[" * 100_000 + "]" * 100_000 + "}"
    answer = call(service, "POST", "/api/v1/token/", text=body)
    assert (answer.status, answer.body) == (400, {"detail": "The JSON is nested too deeply.", "code": "parse_error"})


def test_health(service: Service) -> None:
    """The process is alive, and its database and cache answer."""
    assert call(service, "GET", "/healthz").body == {"status": "ok"}
    assert call(service, "GET", "/readyz").body == {"status": "ok", "database": "ok", "cache": "ok"}


def test_answers_with_tokens_are_not_stored(service: Service) -> None:
    """No cache between here and the client keeps a token."""
    assert call(service, "POST", "/api/v1/token/", CREDENTIALS).headers["Cache-Control"] == "no-store"
