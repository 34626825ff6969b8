"""What there is to know of us as an issuer (RFC 8414)."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.test import Client
from django.test.utils import override_script_prefix

ADDRESS: Final = "/.well-known/oauth-authorization-server"
OPENID: Final = "/.well-known/openid-configuration"
ISSUER: Final = "https://auth.example.com"


@pytest.fixture(autouse=True)
def an_issuer(settings: Any) -> None:
    """With a URL for a name."""
    settings.SIGNET = {"ISSUER": ISSUER}


@pytest.mark.parametrize("address", [ADDRESS, OPENID])
def test_it_says_where_the_keys_are(client: Client, address: str) -> None:
    """And that nobody is sent here to sign in. Some verifiers look for the metadata of OpenID only."""
    answer = client.get(address, headers={"Host": "testserver"})
    assert answer.json() == {
        "issuer": ISSUER,
        "jwks_uri": f"{ISSUER}/.well-known/jwks.json",
        "response_types_supported": [],
        "grant_types_supported": [],
    }
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"].startswith("public, max-age=300")
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_it_names_the_endpoints_that_are_mounted(client: Client, settings: Any) -> None:
    """Below any prefix, and in any namespace."""
    settings.ROOT_URLCONF = "tests.well_known.urls"
    said = client.get(ADDRESS).json()
    for member, path in {"introspection": "introspect/", "revocation": "revoke/", "signet_events": "events/"}.items():
        assert said[f"{member}_endpoint"] == f"{ISSUER}/api/v1/{path}"
    for member in ("introspection", "revocation"):
        methods = said[f"{member}_endpoint_auth_methods_supported"]
        assert methods == ["client_secret_basic", "client_secret_post"]


def test_an_issuer_with_a_path_is_found_by_it(client: Client, settings: Any) -> None:
    """The path follows the address (section 3.1). URLs stay on the origin."""
    issuer = "https://example.com:8443/issuers/ours/"
    settings.SIGNET = {"ISSUER": issuer}
    for address in (f"{ADDRESS}/issuers/ours", f"{OPENID}/issuers/ours", f"{ADDRESS}/issuers/ours/", ADDRESS):
        said = client.get(address).json()
        assert (said["issuer"], said["jwks_uri"]) == (issuer, "https://example.com:8443/.well-known/jwks.json")
    for address in (f"{ADDRESS}/issuers/theirs", f"{ADDRESS}/issuers", f"{ADDRESS}ours"):
        assert client.get(address).status_code == 404


def test_a_path_in_front_of_the_project_is_in_the_url(client: Client, settings: Any) -> None:
    """As a server says it with SCRIPT_NAME."""
    settings.SIGNET = {"ISSUER": "https://example.com/auth"}
    with override_script_prefix("/auth/"):
        said = client.get(ADDRESS).json()
    assert said["jwks_uri"] == "https://example.com/auth/.well-known/jwks.json"


@pytest.mark.parametrize(
    "signet",
    [
        {},
        {"ISSUER": "my-service"},
        {"ISSUER": "ftp://auth.example.com"},
        {"ISSUER": "https://auth.example.com?tenant=1"},
        {"ISSUER": "https://auth.example.com/#one"},
        {"ISSUER": "https://ada@auth.example.com"},
        {"ISSUER": "https://auth.example.com:port"},
        {"ISSUER": ISSUER, "ALGORITHM": "RS256", "JWK_URL": "https://id.example.com/keys"},
    ],
)
def test_without_a_url_of_ours_there_is_nothing(client: Client, settings: Any, signet: dict[str, Any]) -> None:
    """Whatever host a client asks: whoever could choose it could choose where others fetch our keys."""
    settings.SIGNET = signet
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
