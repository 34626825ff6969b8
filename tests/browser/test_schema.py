"""The OpenAPI schema of the endpoints for browsers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

import drf_signet.sessions.browser.schema  # noqa: F401  # registers what it describes
from drf_signet.sessions import urls as session_urls
from drf_signet.sessions.browser import urls, views
from tests.public_api.test_schema import GENERATOR_CLASS, Json, names

COOKIE = {
    "in": "cookie",
    "name": "__Host-refresh",
    "schema": {"type": "string"},
    "description": "The refresh token.",
}
SUMMARIES = {
    "/browser/token/": ("Sign in from a browser", {"200", "400", "401", "403", "413", "415", "429", "503"}),
    "/browser/token/refresh/": (
        "Refresh an access token from a browser",
        {"200", "400", "401", "403", "409", "413", "415", "429", "503"},
    ),
    "/browser/logout/": ("Sign out from a browser", {"204", "400", "403", "413", "415", "503"}),
    "/browser/logout/all/": ("Sign out everywhere from a browser", {"204", "400", "403", "413", "415", "503"}),
}


@pytest.fixture(autouse=True)
def _described() -> Iterator[None]:
    """REST framework describes its views by drf-spectacular, and nothing was complained of yet."""
    GENERATOR_STATS.reset()
    with override_settings(REST_FRAMEWORK={**django_settings.REST_FRAMEWORK, "DEFAULT_SCHEMA_CLASS": GENERATOR_CLASS}):
        yield


def made() -> Json:
    """A valid document of the endpoints for browsers and the others of sessions."""
    patterns = [*urls.urlpatterns, *session_urls.urlpatterns]
    document: Json = SchemaGenerator(patterns=patterns).get_schema(request=None, public=True)
    validate_schema(document)
    return document


def test_each_endpoint_is_described() -> None:
    """With a few words for its summary, and all of its answers."""
    document = made()
    told = {
        url: (methods["post"]["summary"], set(methods["post"]["responses"]))
        for url, methods in document["paths"].items()
        if url.startswith("/browser/")
    }
    assert told == SUMMARIES
    assert all(list(document["paths"][url]) == ["post"] for url in SUMMARIES)


def test_no_refresh_token_is_in_a_body() -> None:
    """Credentials are taken, an access token is given; the rest is the cookie's."""
    paths = (document := made())["paths"]
    assert names(document, paths["/browser/token/"]["post"]["requestBody"])[0] == ["password", "username"]
    for url in SUMMARIES:
        assert ("requestBody" in paths[url]["post"]) is (url == "/browser/token/")
        if "200" in paths[url]["post"]["responses"]:
            given = names(document, paths[url]["post"]["responses"]["200"])
            assert given == (["access", "expires_in"], ["access", "expires_in"])


def test_the_cookie_is_described() -> None:
    """As what an endpoint takes, and as what it sets."""
    paths = made()["paths"]
    for url in SUMMARIES:
        operation = paths[url]["post"]
        assert operation.get("parameters", []) == ([] if url == "/browser/token/" else [COOKIE])
        success = operation["responses"].get("200") or operation["responses"]["204"]
        assert success["headers"]["Set-Cookie"]["description"].startswith("`__Host-refresh`: ")


def test_the_cookie_has_the_name_that_it_has() -> None:
    """That of the settings in force."""
    with override_settings(SIGNET={"REFRESH_COOKIE_NAME": "me", "REFRESH_COOKIE_SECURE": False}):
        (parameter,) = made()["paths"]["/browser/logout/"]["post"]["parameters"]
    assert parameter["name"] == "me"


def test_a_refusal_has_a_code() -> None:
    """403 and 429 have one always."""
    document = made()
    for status in ("403", "429"):
        refusal = document["paths"]["/browser/token/"]["post"]["responses"][status]
        assert names(document, refusal) == (["code", "detail"], ["code", "detail"])


def test_a_view_of_the_projects_own_is_described_alike() -> None:
    """By the class it is derived from."""
    from django.urls import path

    class OwnView(views.TokenRefreshView):
        """A view of a project's own."""

    document: Json = SchemaGenerator(patterns=[path("own/", OwnView.as_view())]).get_schema(request=None, public=True)
    assert document["paths"]["/own/"]["post"]["summary"] == "Refresh an access token from a browser"


def test_nothing_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    """A project with both kinds of endpoints gets a schema without a complaint."""
    made()
    assert not GENERATOR_STATS
    assert capsys.readouterr().err == ""
