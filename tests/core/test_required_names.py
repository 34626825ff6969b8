"""Tokens from before there was an issuer and an audience: accepted without both, for as long as they live."""

from __future__ import annotations

import pytest

from signet_tokens.claims import ClaimsPolicy
from signet_tokens.errors import TokenError

NOW = 1_800_000_000.0
POLICY = ClaimsPolicy(frozenset({"us"}), "issuer", named_since={"iss": NOW, "aud": NOW})


@pytest.mark.parametrize(
    "claims",
    [{"iat": NOW - 1}, {"iat": NOW - 1, "iss": "issuer"}, {"iat": NOW - 1, "aud": ["us", "others"]}],
    ids=repr,
)
def test_a_token_from_before_may_lack_them(claims: dict[str, object]) -> None:
    """One, or both."""
    POLICY.check(claims, NOW)
    with pytest.raises(TokenError):
        ClaimsPolicy(frozenset({"us"}), "issuer").check(claims, NOW)


@pytest.mark.parametrize("claim", ["iss", "aud"])
def test_each_claim_has_its_own_time(claim: str) -> None:
    """A token that may lack one needs the other."""
    policy = ClaimsPolicy(frozenset({"us"}), "issuer", named_since={claim: NOW})
    both: dict[str, object] = {"iss": "issuer", "aud": "us"}
    policy.check({"iat": NOW - 1} | {name: value for name, value in both.items() if name != claim}, NOW)
    with pytest.raises(TokenError):
        policy.check({"iat": NOW - 1}, NOW)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"iat": NOW},
        {"iat": NOW + 1},
        {"nbf": NOW - 1},
        {"iat": NOW - 1, "iss": "another"},
        {"iat": NOW - 1, "iss": None},
        {"iat": NOW - 1, "aud": "others"},
        {"iat": NOW - 1, "aud": None},
        {"iat": NOW - 1, "aud": []},
        {"iat": NOW - 1, "iss": "issuer", "aud": "others"},
        {"iat": "0"},
        {"iat": None},
        {"iat": True},
    ],
    ids=repr,
)
def test_no_other_token_may(claims: dict[str, object]) -> None:
    """A later one, one without a time, and one that names somebody else."""
    with pytest.raises(TokenError):
        POLICY.check(claims, NOW)
