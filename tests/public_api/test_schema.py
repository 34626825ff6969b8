"""The OpenAPI schema that drf-spectacular makes of the endpoints, with `drf_signet.schema` imported."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.urls import URLPattern, path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from rest_framework import serializers

import drf_signet.schema
import drf_signet.sessions.schema  # noqa: F401  # registers what it describes
from drf_signet import views
from drf_signet.authentication import JWTAuthentication
from drf_signet.serializers import TokenObtainPairSerializer
from tests.projects.full.urls import WhoAmI

Json = dict[str, Any]

GENERATOR_CLASS = "drf_spectacular.openapi.AutoSchema"


@pytest.fixture(autouse=True)
def _described() -> Iterator[None]:
    """REST framework describes its views by drf-spectacular, and nothing was complained of yet."""
    described = {**django_settings.REST_FRAMEWORK, "DEFAULT_SCHEMA_CLASS": GENERATOR_CLASS}
    GENERATOR_STATS.reset()
    with override_settings(REST_FRAMEWORK=described):
        yield


def generate(patterns: Sequence[URLPattern] | None = None) -> Json:
    """The schema of the test project, or of *patterns*."""
    urls = {"urlconf": "tests.projects.full.urls"} if patterns is None else {"patterns": patterns}
    schema: Json = SchemaGenerator(**urls).get_schema(request=None, public=True)
    validate_schema(schema)
    return schema


def resolved(schema: Json, value: Json) -> Json:
    """What the JSON in *value* looks like: its component, if it is a reference to one."""
    found: Json = value["content"]["application/json"]["schema"]
    name = found.get("$ref", "").removeprefix("#/components/schemas/")
    return schema["components"]["schemas"][name] if name else found


def names(schema: Json, value: Json) -> tuple[list[str], list[str]]:
    """The properties of the JSON in *value*, and those of them that have to be there."""
    component = resolved(schema, value)
    return sorted(component["properties"]), sorted(component.get("required", []))


CREDENTIALS = (["password", "username"], ["password", "username"])
ONE_TOKEN = (["token"], ["token"])

ENDPOINTS = {
    "/api/token/": (
        "Sign in",
        views.TokenObtainPairView,
        CREDENTIALS,
        (["access", "refresh"], ["access", "refresh"]),
    ),
    "/api/token/refresh/": (
        "Refresh an access token",
        views.TokenRefreshView,
        None,
        (["access", "refresh"], ["access"]),
    ),
    "/api/token/verify/": ("Verify a token", views.TokenVerifyView, ONE_TOKEN, None),
    "/api/sliding/": ("Sign in, for a sliding token", views.TokenObtainSlidingView, CREDENTIALS, ONE_TOKEN),
    "/api/sliding/refresh/": ("Refresh a sliding token", views.TokenRefreshSlidingView, ONE_TOKEN, ONE_TOKEN),
}
EACH = pytest.mark.parametrize("url", ENDPOINTS)


@EACH
def test_an_endpoint_is_one_post_that_needs_no_token(url: str) -> None:
    """There is no other method, no lock on it, and its answers are these."""
    methods = generate()["paths"][url]
    assert list(methods) == ["post"]
    assert methods["post"].get("security", []) == []
    throttled = set() if url.endswith("verify/") else {"429"}
    assert set(methods["post"]["responses"]) == {"200", "400", "401", "403", "413", "415", "503"} | throttled


@EACH
def test_an_endpoint_says_what_it_is_for(url: str) -> None:
    """Its summary is a few words, and its description what the view says of itself to its callers."""
    summary, view, _, _ = ENDPOINTS[url]
    operation = generate()["paths"][url]["post"]
    assert operation["summary"] == summary
    assert operation["description"] == inspect.getdoc(view)


@pytest.mark.parametrize("url", [one for one in ENDPOINTS if ENDPOINTS[one][2]])
def test_an_endpoint_says_what_it_takes(url: str) -> None:
    """The fields of the body, all of them required."""
    schema = generate()
    body = schema["paths"][url]["post"]["requestBody"]
    assert body["required"] is True
    assert names(schema, body) == ENDPOINTS[url][2]


def test_the_refresh_endpoint_takes_a_refresh_token_alone() -> None:
    """The other field of its serializer is only ever in an answer."""
    schema = generate()
    body = resolved(schema, schema["paths"]["/api/token/refresh/"]["post"]["requestBody"])
    taken = [name for name, field in body["properties"].items() if not field.get("readOnly")]
    assert taken == ["refresh"]
    assert "refresh" in body["required"]


@pytest.mark.parametrize("url", [one for one in ENDPOINTS if ENDPOINTS[one][3]])
def test_an_endpoint_says_what_it_answers(url: str) -> None:
    """The tokens, each of them text; a refresh token only where it rotates."""
    schema = generate()
    answer = schema["paths"][url]["post"]["responses"]["200"]
    assert names(schema, answer) == ENDPOINTS[url][3]
    assert all(field["type"] == "string" for field in resolved(schema, answer)["properties"].values())


def test_the_answer_to_a_good_token_is_an_empty_object() -> None:
    """As on the wire: there is a body, and nothing is in it."""
    schema = generate()
    answer = resolved(schema, schema["paths"]["/api/token/verify/"]["post"]["responses"]["200"])
    assert answer["type"] == "object"
    assert answer.get("properties", {}) == {}


@EACH
def test_a_refusal_has_a_detail_and_perhaps_a_code(url: str) -> None:
    """All 401s have the same shape; those for tokens have a reason as well."""
    schema = generate()
    refusal = schema["paths"][url]["post"]["responses"]["401"]
    takes_token = url.endswith(("refresh/", "verify/"))
    assert names(schema, refusal) == (["code", "detail", *(["reason"] if takes_token else [])], ["detail"])


def test_a_password_is_only_taken() -> None:
    """It is in no answer, and no longer than the serializer takes it."""
    schema = generate()
    for url in ("/api/token/", "/api/sliding/"):
        fields = resolved(schema, schema["paths"][url]["post"]["requestBody"])["properties"]
        assert fields["password"] == {"type": "string", "writeOnly": True, "maxLength": 4096}
        assert fields["username"]["writeOnly"] is True


@pytest.mark.parametrize("url", ["/whoami/", "/stateless/", "/open/"])
def test_a_view_of_the_projects_own_shows_the_token(url: str) -> None:
    """Both authentication classes are one security scheme."""
    assert generate()["paths"][url]["get"]["security"][0] == {"jwtAuth": []}


BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def test_the_scheme_is_a_bearer_token() -> None:
    """The only scheme of the project."""
    assert generate()["components"]["securitySchemes"] == {"jwtAuth": BEARER}


def test_the_case_of_the_word_makes_no_other_scheme() -> None:
    """A scheme has none (RFC 9110 section 11.1)."""
    with override_settings(SIGNET={"AUTH_HEADER_TYPES": "bearer"}):
        assert generate()["components"]["securitySchemes"] == {"jwtAuth": BEARER}


@pytest.mark.parametrize(
    ("signet", "name", "word"),
    [
        pytest.param({"AUTH_HEADER_TYPES": ("JWT", "Bearer")}, "Authorization", "JWT", id="other-word"),
        pytest.param({"AUTH_HEADER_NAME": "HTTP_X_ACCESS_TOKEN"}, "X-Access-token", "Bearer", id="other-header"),
    ],
)
def test_another_header_or_word_is_an_api_key(signet: Json, name: str, word: str) -> None:
    """OpenAPI has a scheme for bearer tokens in the usual header, and this one for all else."""
    with override_settings(SIGNET=signet):
        scheme = generate()["components"]["securitySchemes"]["jwtAuth"]
    assert (scheme["type"], scheme["in"]) == ("apiKey", "header")
    assert scheme["name"].lower() == name.lower()
    assert word in scheme["description"]


def test_nothing_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    """A project with all of the endpoints and both authentication classes gets a schema without a complaint of ours."""
    generate()
    told = capsys.readouterr().err.splitlines()
    # The views of the test project have no serializer, which is their own affair.
    assert [line for line in told if "unable to guess serializer" not in line] == []


class CodeSerializer(TokenObtainPairSerializer):
    """Takes a code beside the credentials."""

    code = serializers.CharField(write_only=True)


class CodeView(views.TokenObtainPairView):
    """Sign in with a code."""

    serializer_class = CodeSerializer


class OwnAuthentication(JWTAuthentication):
    """An authentication class of the project's own."""


class OwnView(WhoAmI):
    """A view that uses it."""

    authentication_classes = (OwnAuthentication,)


def test_what_a_project_derives_is_described_as_well() -> None:
    """A view with another serializer takes that one's fields, and a derived authentication class is the same scheme."""
    schema = generate([path("in/", CodeView.as_view()), path("me/", OwnView.as_view())])
    operation = schema["paths"]["/in/"]["post"]
    fields = ["code", "password", "username"]
    assert names(schema, operation["requestBody"]) == (fields, fields)
    assert names(schema, operation["responses"]["200"]) == (["access", "refresh"], ["access", "refresh"])
    assert schema["paths"]["/me/"]["get"]["security"][0] == {"jwtAuth": []}
    assert schema["components"]["securitySchemes"] == {"jwtAuth": BEARER}
