"""Of what an issuer signs, only access tokens are accepted."""

from __future__ import annotations

from typing import Any

import pytest

from signet_tokens.errors import KeyLoadError, TokenError, WrongTokenTypeError
from signet_tokens.token_types import check_type
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.core.issuer import private_key
from tests.issuers.web import NOW, ONE, Web, published, token
from tests.stand_ins.clock import Clock

OTHERS: dict[str, dict[str, Any]] = {
    "refresh": {"token_type": "refresh"},
    "sliding": {"token_type": "sliding"},
    "cognito-id": {"token_use": "id"},
    "keycloak-id": {"typ": "ID"},
    "keycloak-refresh": {"typ": "Refresh"},
    "keycloak-offline": {"typ": "Offline"},
    "a-list": {"token_type": ["access"]},
    "null": {"token_type": None},
    "two-types": {"token_type": "access", "typ": "ID"},
    "nonce": {"nonce": "n"},
    "hash-of-a-token": {"at_hash": "h"},
    "hash-of-a-code": {"c_hash": "h"},
    "logout": {"events": {}},
}
ACCESS: dict[str, dict[str, Any]] = {
    "unnamed": {},
    "signet": {"token_type": "access"},
    "cognito": {"token_use": "access"},
    "keycloak": {"typ": "Bearer"},
}


def verified(claims: dict[str, Any], issuer: TrustedIssuer) -> str:
    """The subject of a token of the issuer with these claims."""
    web = Web()
    web.publish(ONE, published("one"))
    raw = token(ONE, private_key("one", "1"), **claims)
    return str(TrustedIssuers([issuer], clock=Clock(NOW), fetch=web).claims(raw, NOW)[1]["sub"])


@pytest.mark.parametrize("claims", ACCESS.values(), ids=ACCESS)
def test_an_access_token_is_accepted(claims: dict[str, Any]) -> None:
    """Whatever its issuer calls it."""
    assert verified(claims, TrustedIssuer(ONE, "api")) == "ada"


@pytest.mark.parametrize("claims", OTHERS.values(), ids=OTHERS)
def test_no_other_token_is_accepted(claims: dict[str, Any]) -> None:
    """The key alone makes no access token (RFC 8725 section 3.12)."""
    with pytest.raises(WrongTokenTypeError) as caught:
        verified(claims, TrustedIssuer(ONE, "api"))
    assert caught.value.reason is not None
    assert caught.value.reason.name == "type"


def test_other_types_can_be_accepted() -> None:
    """Such as ID tokens, where an issuer gives an API nothing else. Events are never accepted."""
    for claims in ({"typ": "ID", "nonce": "n"}, {"nonce": "n", "at_hash": "h"}):
        assert verified(claims, TrustedIssuer(ONE, "api", token_types=("access", "id"))) == "ada"
    assert verified({"token_type": "sliding"}, TrustedIssuer(ONE, "api", token_types=("sliding",))) == "ada"
    refused: list[dict[str, Any]] = [{"events": {}}, {"token_type": "refresh"}]
    for claims in refused:
        with pytest.raises(WrongTokenTypeError):
            check_type(claims, ("access", "id"))


def test_a_claim_can_stand_in_for_the_audience() -> None:
    """Where an issuer writes none. With neither, tokens for others would get in."""
    issuer = TrustedIssuer(ONE, (), required_claims={"client_id": ("shop", "app")})
    assert verified({"client_id": "shop"}, issuer) == "ada"
    refused: list[dict[str, Any]] = [{}, {"client_id": "other"}]
    for claims in refused:
        with pytest.raises(TokenError):
            verified(claims, issuer)
    with pytest.raises(KeyLoadError, match="audience"):
        TrustedIssuer(ONE, ())
