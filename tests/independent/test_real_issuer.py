"""A real provider's access tokens, verified by its address alone; and its other tokens, which are no access tokens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

import jwt
import pytest

from signet_tokens.errors import TokenError
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.independent.oidc_issuer import CLIENT, Provider, provider

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "Ed25519")
ORDERS: Final = "https://orders.example/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[Provider]:
    """One for all tests."""
    with provider() as started:
        yield started


@pytest.fixture(scope="module")
def orders(issuer: Provider) -> TrustedIssuers:
    """What the orders API trusts. It fetches the keys once, where the metadata says that they are."""
    audience = {f"{ORDERS}?alg={one}" for one in ALGORITHMS}
    return TrustedIssuers([TrustedIssuer(issuer.issuer, audience, ALGORITHMS)])


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_an_access_token_is_accepted(issuer: Provider, orders: TrustedIssuers, algorithm: str) -> None:
    """It has the shape of RFC 9068, with any algorithm that the provider's keys have."""
    token = issuer.access_token(f"{ORDERS}?alg={algorithm}")
    header = jwt.get_unverified_header(token)
    assert (header["alg"], header["typ"]) == (algorithm, "at+jwt")
    trusted, claims = orders.claims(token, time.time())
    assert trusted.issuer == claims["iss"] == issuer.issuer
    assert (claims["client_id"], claims["scope"]) == (CLIENT[0], "orders:read")


def test_one_for_another_service_is_refused(issuer: Provider, orders: TrustedIssuers) -> None:
    """The same issuer, the same client, another audience."""
    token = issuer.access_token("https://billing.example/")
    with pytest.raises(TokenError):
        orders.claims(token, time.time())


def test_an_id_token_is_no_access_token(issuer: Provider, orders: TrustedIssuers) -> None:
    """It is for the client. Even a service that is called like the client can refuse it: by its type."""
    token = issuer.id_token()
    assert jwt.decode(token, options={"verify_signature": False})["aud"] == CLIENT[0]
    with pytest.raises(TokenError):
        orders.claims(token, time.time())
    strict = TrustedIssuer(issuer.issuer, CLIENT[0], ("ES256",), types={"at+jwt"})
    with pytest.raises(TokenError):
        TrustedIssuers([strict]).claims(token, time.time())
