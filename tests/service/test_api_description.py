"""The OpenAPI document of the service: each endpoint, what it takes, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver

from signet_server.urls import api
from tests.service.conftest import Service
from tests.service.http import call

BODY = "413 415"
OPERATIONS = {
    ("post", "token/"): f"200 400 401 429 503 {BODY}",
    ("post", "token/refresh/"): f"200 400 401 409 429 503 {BODY}",
    ("post", "token/verify/"): f"200 400 401 503 {BODY}",
    ("post", "token/blacklist/"): f"200 400 401 503 {BODY}",
    ("post", "logout/"): f"204 400 401 503 {BODY}",
    ("post", "logout/all/"): f"204 400 401 503 {BODY}",
    ("get", "sessions/"): "200 401 503",
    ("delete", "sessions/{id}/"): "204 401 404 503",
    ("post", "browser/token/"): f"200 400 401 403 429 503 {BODY}",
    ("post", "browser/token/refresh/"): f"200 400 401 403 409 429 503 {BODY}",
    ("post", "browser/logout/"): f"204 400 403 503 {BODY}",
    ("post", "browser/logout/all/"): f"204 400 403 503 {BODY}",
    ("get", "identities/providers/"): "200",
    ("post", "identities/{provider}/token/"): f"200 400 401 403 404 409 429 503 {BODY}",
    ("post", "browser/identities/{provider}/token/"): f"200 400 401 403 404 409 429 503 {BODY}",
    ("post", "browser/identities/{provider}/start/"): f"200 400 401 403 404 429 503 {BODY}",
    ("get", "browser/identities/{provider}/callback/"): "303 503",
    ("get", "identities/"): "200 401 503",
    ("post", "identities/{provider}/link/"): f"201 400 401 404 409 429 503 {BODY}",
    ("delete", "identities/{id}/"): "204 401 404 409 503",
    ("post", "token/code/"): f"200 400 429 503 {BODY}",
    ("post", "token/code/confirm/"): f"200 400 401 403 429 503 {BODY}",
    ("post", "token/link/"): f"200 400 401 403 409 429 503 {BODY}",
    ("post", "browser/token/code/"): f"200 400 403 429 503 {BODY}",
    ("post", "browser/token/code/confirm/"): f"200 400 401 403 429 503 {BODY}",
    ("post", "browser/token/link/"): f"200 400 401 403 409 429 503 {BODY}",
    ("post", "users/"): f"201 400 429 503 {BODY}",
    ("post", "users/activation/"): f"204 400 429 503 {BODY}",
    ("post", "users/resend_activation/"): f"204 400 429 503 {BODY}",
    ("get", "users/me/"): "200 401 503",
    ("patch", "users/me/"): f"200 400 401 503 {BODY}",
    ("delete", "users/me/"): f"204 400 401 409 429 503 {BODY}",
    ("post", "users/set_password/"): f"204 400 401 429 503 {BODY}",
    ("post", "users/set_email/"): f"204 400 401 429 503 {BODY}",
    ("post", "users/set_email_confirm/"): f"204 400 429 503 {BODY}",
    ("post", "users/sign_in_notice/"): f"200 400 429 503 {BODY}",
    ("post", "users/reset_password/"): f"204 400 429 503 {BODY}",
    ("post", "users/reset_password/check/"): f"204 400 429 503 {BODY}",
    ("post", "users/reset_password_confirm/"): f"204 400 429 503 {BODY}",
}
PATIENCE = 10
"""How often the document is asked for."""
HEADERS = {"303": {"Location"}, "401": {"WWW-Authenticate"}, "429": {"Retry-After"}, "503": {"Retry-After"}}
SIGNED_IN = {
    *("sessions/", "sessions/{id}/", "users/me/", "users/set_password/", "users/set_email/"),
    *("identities/", "identities/{id}/", "identities/{provider}/link/"),
}


@pytest.fixture(scope="module")
def schema(demo: Service) -> dict[str, Any]:
    """The document, as the service serves it. To write it takes a busy machine longer than a request may take."""
    for _ in range(PATIENCE):
        answer = call(demo, "GET", "/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
        if answer.status == 200:
            document: dict[str, Any] = json.loads(answer.body)
            return document
        assert answer.body["code"] == "answer_timeout", answer.body
    raise TimeoutError(f"the document wasn't ready in time, {PATIENCE} times")


def routes(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[str]:
    """The path of every endpoint."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from (f"{one.pattern}{path}" for path in routes(one.url_patterns))
        else:
            yield str(one.pattern)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_is_described(schema: dict[str, Any], method: str, path: str) -> None:
    """Every status it answers with, a line that names it, and whether one has to be signed in."""
    operation = schema["paths"][f"/api/v1/{path}"][method]
    assert set(OPERATIONS[method, path].split()) <= set(operation["responses"])
    for status, answer in operation["responses"].items():
        headers = set(answer.get("headers", {})) - {"Set-Cookie"}
        assert headers == HEADERS.get(status, set())
    assert operation["summary"]
    assert ({} in operation.get("security", [{}])) is (path not in SIGNED_IN)


def test_a_deletion_takes_a_body(schema: dict[str, Any]) -> None:
    """With the password of users who have one; no other operation loses or gets a body by that."""
    body = schema["paths"]["/api/v1/users/me/"]["delete"]["requestBody"]["content"]["application/json"]["schema"]
    shape = schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    assert list(shape["properties"]) == ["current_password"]
    assert "required" not in shape
    assert "requestBody" not in schema["paths"]["/api/v1/users/me/"]["get"]
    assert "requestBody" not in schema["paths"]["/api/v1/sessions/{id}/"]["delete"]


def test_no_endpoint_is_left_out(schema: dict[str, Any]) -> None:
    """The document describes exactly the endpoints that are mounted."""
    mounted = {
        f"/api/v1/{path}".replace("<uuid:pk>", "{id}").replace("<str:provider>", "{provider}") for path in routes(api)
    }
    assert set(schema["paths"]) == mounted


def test_no_browser_endpoint_tells_a_refresh_token(schema: dict[str, Any]) -> None:
    """It takes and gives it in a cookie, which the document names."""
    for path in ("browser/token/", "browser/token/refresh/"):
        operation = schema["paths"][f"/api/v1/{path}"]["post"]
        shape = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert schema["components"]["schemas"][shape]["properties"].keys() == {"access", "expires_in"}
        assert "Set-Cookie" in operation["responses"]["200"]["headers"]
    assert "requestBody" not in schema["paths"]["/api/v1/browser/token/refresh/"]["post"]


def test_passwords_and_link_tokens_are_taken_and_never_shown(schema: dict[str, Any]) -> None:
    """In no shape of an answer."""
    shapes = schema["components"]["schemas"]
    answered = {
        content["schema"]["$ref"].rpartition("/")[2]
        for path in schema["paths"].values()
        for operation in path.values()
        for answer in operation["responses"].values()
        for content in answer.get("content", {}).values()
        if "$ref" in content["schema"]
    }
    secrets = {"password", "current_password", "new_password", "token"}
    assert answered
    assert {name for name in answered if secrets & shapes[name].get("properties", {}).keys()} == set()
