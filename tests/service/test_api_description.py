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

OPERATIONS = {
    ("post", "browser/token/"): "200 400 401 403 415 429 503",
    ("post", "browser/token/refresh/"): "200 400 401 403 409 415 429 503",
    ("post", "browser/logout/"): "204 400 403 415 503",
    ("post", "browser/logout/all/"): "204 400 403 415 503",
    ("post", "users/"): "201 400 429 503",
    ("post", "users/activation/"): "204 400 429 503",
    ("post", "users/resend_activation/"): "204 400 429 503",
    ("get", "users/me/"): "200",
    ("patch", "users/me/"): "200",
    ("delete", "users/me/"): "204 400 401 409 429",
    ("post", "users/set_password/"): "204 400 401 429 503",
    ("post", "users/set_email/"): "204 400 401 429 503",
    ("post", "users/set_email_confirm/"): "204 400 429 503",
    ("post", "users/reset_password/"): "204 400 429 503",
    ("post", "users/reset_password/check/"): "204 400 429 503",
    ("post", "users/reset_password_confirm/"): "204 400 429 503",
}
SIGNED_IN = {"users/me/", "users/set_password/", "users/set_email/"}


@pytest.fixture(scope="module")
def schema(demo: Service) -> dict[str, Any]:
    """The document, as the service serves it."""
    answer = call(demo, "GET", "/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    document: dict[str, Any] = json.loads(answer.body)
    return document


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
    assert operation["summary"]
    assert ({} in operation.get("security", [{}])) is (path not in SIGNED_IN)


def test_no_endpoint_is_left_out(schema: dict[str, Any]) -> None:
    """What is mounted is what is described."""
    mounted = {f"/api/v1/{path}".replace("<uuid:pk>", "{id}") for path in routes(api)}
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
