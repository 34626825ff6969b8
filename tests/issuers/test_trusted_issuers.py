"""Several issuers at once, each with its keys, its audience and its conditions."""

from __future__ import annotations

import pytest

from signet_tokens.errors import TokenError
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.core.issuer import private_key
from tests.issuers.web import NOW, ONE, OTHER, Web, published, token
from tests.stand_ins.clock import Clock


@pytest.fixture
def web() -> Web:
    """Two issuers, whose keys have the same name."""
    both = Web()
    both.publish(ONE, published("one"))
    both.publish(OTHER, published("other"))
    return both


@pytest.fixture
def issuers(web: Web) -> TrustedIssuers:
    """The two."""
    return TrustedIssuers([TrustedIssuer(ONE, "api"), TrustedIssuer(OTHER, "api")], clock=Clock(NOW), fetch=web)


def test_each_token_is_verified_with_the_keys_of_its_issuer(issuers: TrustedIssuers) -> None:
    """The answer says whose it is."""
    for name, owner in ((ONE, "one"), (OTHER, "other")):
        issuer, claims = issuers.claims(token(name, private_key(owner, "1")), NOW)
        assert (issuer.issuer, claims["iss"], claims["sub"]) == (name, name, "ada")


def test_a_token_of_one_issuer_signed_with_a_key_of_another_is_refused(issuers: TrustedIssuers) -> None:
    """What a token says of its issuer is a claim, until a key of that issuer proves it."""
    for name, owner in ((ONE, "other"), (OTHER, "one")):
        with pytest.raises(TokenError):
            issuers.claims(token(name, private_key(owner, "1")), NOW)
