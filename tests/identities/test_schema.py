"""What drf-spectacular says of the endpoints, without a complaint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from drf_spectacular.drainage import GENERATOR_STATS

import drf_signet.identities.schema  # noqa: F401  # registers what it describes
from drf_signet.identities import urls
from drf_signet.identities.browser import urls as browser
from tests.public_api.test_schema import GENERATOR_CLASS, Json, generate

OPERATIONS = {
    "/identities/": {"get": {"200", "401", "503"}},
    "/identities/providers/": {"get": {"200"}},
    "/identities/{id}/": {"delete": {"204", "401", "404", "409", "503"}},
    "/identities/{provider}/token/": {"post": {"200", "400", "401", "403", "404", "409", "413", "429", "503"}},
    "/identities/{provider}/link/": {"post": {"201", "400", "401", "403", "404", "409", "413", "429", "503"}},
    "/browser/identities/{provider}/token/": {"post": {"200", "400", "401", "403", "404", "409", "413", "429", "503"}},
    "/browser/identities/{provider}/start/": {"post": {"200", "400", "401", "403", "404", "413", "429", "503"}},
    "/browser/identities/{provider}/callback/": {"get": {"303", "503"}, "post": {"303", "503"}},
}


@pytest.fixture(autouse=True)
def _described() -> Iterator[None]:
    """REST framework describes its views by drf-spectacular, and nothing was complained of yet."""
    GENERATOR_STATS.reset()
    with override_settings(REST_FRAMEWORK={**django_settings.REST_FRAMEWORK, "DEFAULT_SCHEMA_CLASS": GENERATOR_CLASS}):
        yield


def test_each_answer_is_described() -> None:
    """With its status."""
    document: Json = generate([*urls.urlpatterns, *browser.urlpatterns])
    told = {
        path: {method: set(one["responses"]) for method, one in methods.items()}
        for path, methods in document["paths"].items()
    }
    assert told.keys() == OPERATIONS.keys()
    for path, methods in OPERATIONS.items():
        for method, statuses in methods.items():
            assert statuses <= told[path][method], path
    body = document["components"]["schemas"]["IdentitySignIn"]["properties"]
    assert {"client_id", "code", "redirect_uri", "code_verifier", "id_token", "nonce", "iss", "user"} == set(body)
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache
