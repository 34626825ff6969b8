"""Which issuers an API accepts, and where clients find that (RFC 9728)."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.test import Client, RequestFactory

from drf_signet.resource_metadata import resource_metadata_url

ADDRESS: Final = "/.well-known/oauth-protected-resource"
ISSUER: Final = "https://auth.example.com"
ORDERS: Final = "https://orders.example.com/v1"


def test_it_says_which_issuer_the_tokens_are_of(client: Client, settings: Any) -> None:
    """And how to send them."""
    settings.SIGNET = {"ISSUER": ISSUER, "AUDIENCE": ORDERS}
    for address in (ADDRESS, f"{ADDRESS}/v1", f"{ADDRESS}/v1/"):
        answer = client.get(address)
        assert answer.json() == {
            "resource": ORDERS,
            "authorization_servers": [ISSUER],
            "bearer_methods_supported": ["header"],
        }
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{ADDRESS}/v2").status_code == 404


def test_an_issuer_whose_own_tokens_are_accepted_is_the_api(client: Client, settings: Any) -> None:
    """Where the audience is no URL."""
    settings.SIGNET = {"ISSUER": ISSUER, "AUDIENCE": "signet"}
    assert client.get(ADDRESS).json()["resource"] == ISSUER


def test_of_several_audiences_it_is_the_one_on_this_host(client: Client, settings: Any) -> None:
    """Or that with the path, or else the first."""
    billing = "https://billing.example.com"
    settings.SIGNET = {"ISSUER": ISSUER, "AUDIENCE": (ORDERS, billing)}
    settings.ALLOWED_HOSTS = ["*"]
    for host, resource in {
        "orders.example.com": ORDERS,
        "billing.example.com": billing,
        "auth.example.com": ISSUER,
        "else.example.com": ORDERS,
    }.items():
        assert client.get(ADDRESS, headers={"Host": host}).json()["resource"] == resource
    assert client.get(f"{ADDRESS}/v1", headers={"Host": "billing.example.com"}).json()["resource"] == ORDERS


@pytest.mark.parametrize(
    "signet",
    [
        {},
        {"AUDIENCE": "orders"},
        {"ISSUER": "https://id.example.com", "ALGORITHM": "RS256", "JWK_URL": "https://id.example.com/keys"},
    ],
)
def test_an_api_without_a_url_has_no_metadata(
    client: Client, rf: RequestFactory, settings: Any, signet: dict[str, Any]
) -> None:
    """The name of somebody else's issuer isn't its own."""
    settings.SIGNET = signet
    assert client.get(ADDRESS).status_code == 404
    assert resource_metadata_url(rf.get("/")) is None


def test_an_api_that_verifies_only_names_the_other_issuer(client: Client, settings: Any) -> None:
    """Clients sign in there."""
    settings.SIGNET = {
        "ISSUER": "https://id.example.com",
        "AUDIENCE": ORDERS,
        "ALGORITHM": "RS256",
        "JWK_URL": "https://id.example.com/keys",
    }
    said = client.get(ADDRESS).json()
    assert (said["resource"], said["authorization_servers"]) == (ORDERS, ["https://id.example.com"])


def test_a_challenge_can_name_the_address(rf: RequestFactory, client: Client, settings: Any) -> None:
    """On the origin of the API, with its path inserted, whatever host was asked; and only where it is mounted."""
    settings.SIGNET = {"ISSUER": ISSUER, "AUDIENCE": ORDERS}
    request = rf.get("/", headers={"Host": "evil.example"})
    assert resource_metadata_url(request) == f"https://orders.example.com{ADDRESS}/v1"
    settings.ROOT_URLCONF = "drf_signet.urls"
    assert resource_metadata_url(request) is None
