"""The OpenAPI schema of the endpoints of sessions, with `drf_signet.sessions.schema` imported."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.urls import path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

import drf_signet.sessions.schema  # noqa: F401  # registers what it describes
from drf_signet.sessions import urls, views
from tests.public_api.test_schema import BEARER, GENERATOR_CLASS, Json, names

PATTERNS = [
    *urls.urlpatterns,
    path("sliding/", views.token_obtain_sliding),
    path("sliding/refresh/", views.token_refresh_sliding),
]

BODY = ("413", "415")

SUMMARIES = {
    "/token/": ("post", "Sign in", {"200", "400", "401", "403", "429", "503", *BODY}),
    "/token/refresh/": ("post", "Refresh an access token", {"200", "400", "401", "403", "409", "429", "503", *BODY}),
    "/token/verify/": ("post", "Verify a token", {"200", "400", "401", "403", "503", *BODY}),
    "/token/blacklist/": ("post", "End the session of a refresh token", {"200", "400", "401", "403", "503", *BODY}),
    "/logout/": ("post", "Sign out", {"204", "400", "401", "403", "503", *BODY}),
    "/logout/all/": ("post", "Sign out everywhere", {"204", "400", "401", "403", "503", *BODY}),
    "/sessions/": ("get", "List your sessions", {"200", "401", "503"}),
    "/sessions/{id}/": ("delete", "Sign out on one device", {"204", "401", "404", "503"}),
    "/sliding/": ("post", "Sign in, for a sliding token", {"200", "400", "401", "403", "429", "503", *BODY}),
    "/sliding/refresh/": ("post", "Refresh a sliding token", {"200", "400", "401", "403", "409", "429", "503", *BODY}),
}

CREDENTIALS = ["password", "username"]
PAIR = ["access", "expires_in", "refresh"]
SLIDING = ["expires_in", "token"]

TAKEN = {
    "/token/": CREDENTIALS,
    "/token/verify/": ["token"],
    "/token/blacklist/": ["refresh"],
    "/logout/": ["refresh"],
    "/logout/all/": ["refresh"],
    "/sliding/": CREDENTIALS,
    "/sliding/refresh/": ["token"],
}
GIVEN = {"/token/": PAIR, "/token/refresh/": PAIR, "/sliding/": SLIDING, "/sliding/refresh/": SLIDING}


@pytest.fixture(autouse=True)
def _described() -> Iterator[None]:
    """REST framework describes its views by drf-spectacular, and nothing was complained of yet."""
    GENERATOR_STATS.reset()
    with override_settings(REST_FRAMEWORK={**django_settings.REST_FRAMEWORK, "DEFAULT_SCHEMA_CLASS": GENERATOR_CLASS}):
        yield


@pytest.fixture
def schema(_described: None) -> Json:
    """A valid document of all endpoints."""
    made: Json = SchemaGenerator(patterns=PATTERNS).get_schema(request=None, public=True)
    validate_schema(made)
    return made


def test_each_endpoint_is_there_with_one_method(schema: Json) -> None:
    """And has a few words for its summary, and all of its answers."""
    told = {
        url: (method, operation["summary"], set(operation["responses"]))
        for url, methods in schema["paths"].items()
        for method, operation in methods.items()
    }
    assert told == SUMMARIES


@pytest.mark.parametrize("url", TAKEN)
def test_an_endpoint_says_what_it_takes(schema: Json, url: str) -> None:
    """All of it required."""
    body = schema["paths"][url]["post"]["requestBody"]
    assert names(schema, body) == (TAKEN[url], TAKEN[url])
    assert body["required"] is True


@pytest.mark.parametrize("url", GIVEN)
def test_an_endpoint_says_what_it_answers(schema: Json, url: str) -> None:
    """The tokens, and for how long; a refresh token only where it rotates."""
    answer = schema["paths"][url]["post"]["responses"]["200"]
    optional = ["refresh"] if url == "/token/refresh/" else []
    assert names(schema, answer) == (GIVEN[url], [one for one in GIVEN[url] if one not in optional])


def test_a_refusal_has_a_reason(schema: Json) -> None:
    """Beside the detail and the code."""
    for url in SUMMARIES:
        if "post" in schema["paths"][url]:
            refusal = schema["paths"][url]["post"]["responses"]["401"]
            assert names(schema, refusal) == (["code", "detail", "reason"], ["detail"])


def test_a_session_is_described_without_secrets(schema: Json) -> None:
    """As its user may see it: a list of these."""
    fields = ["created_at", "current", "device", "expires_at", "id", "ip", "last_used_at", "methods"]
    session = schema["components"]["schemas"]["Session"]
    assert sorted(session["properties"]) == fields
    listed = schema["paths"]["/sessions/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert listed == {"type": "array", "items": {"$ref": "#/components/schemas/Session"}}


def test_nothing_about_a_session_can_be_written(schema: Json) -> None:
    """The document says so of each field."""
    properties = schema["components"]["schemas"]["Session"]["properties"]
    assert [name for name, field in properties.items() if not field.get("readOnly")] == []


def test_only_the_sessions_are_behind_a_lock(schema: Json) -> None:
    """They need an access token; who signs in, refreshes or signs out shows a token in the body, or none."""
    assert schema["components"]["securitySchemes"] == {"jwtAuth": BEARER}
    for url, (method, _, _) in SUMMARIES.items():
        locked = schema["paths"][url][method].get("security", [])
        assert (locked == [{"jwtAuth": []}]) is url.startswith("/sessions/")


def test_nothing_is_warned_of(schema: Json, capsys: pytest.CaptureFixture[str]) -> None:
    """A project with sessions alone gets a schema without a complaint."""
    assert not GENERATOR_STATS
    assert capsys.readouterr().err == ""


def test_both_tiers_fit_into_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    """No component of the one has the name of one of the other."""
    from drf_signet import urls as core

    both = [*PATTERNS, *(path(f"core/{one.pattern}", one.callback) for one in core.urlpatterns)]
    made: Json = SchemaGenerator(patterns=both).get_schema(request=None, public=True)
    validate_schema(made)
    assert capsys.readouterr().err == ""
    assert names(made, made["paths"]["/core/token/"]["post"]["responses"]["200"])[0] == ["access", "refresh"]
    assert names(made, made["paths"]["/token/"]["post"]["responses"]["200"])[0] == PAIR
