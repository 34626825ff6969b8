"""What ``token explain`` and the log say about tokens of other issuers."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from drf_signet.token_explanation import Explanation, explain
from tests.issuers.realm import NORTH, show, trusting

LOG = "drf_signet.refusals"


def explained(raw: str, **entry: object) -> Explanation:
    """What is said about the token in a project with that entry."""
    with trusting(NORTH, signet=None, published=True, **entry):
        return explain(raw, datetime.now(UTC))


@pytest.mark.django_db
def test_a_good_token_is_accepted_and_its_issuer_is_named() -> None:
    """With what its entry wants."""
    explanation = explained(NORTH.token(azp="shop"), required_claims={"azp": "shop"})
    assert explanation.verdict == "Accepted."
    facts = dict(explanation.facts)
    assert facts["key"] == "north: it signed this token"
    assert facts["issuer"] == "https://north.example (wanted: https://north.example)"
    assert facts["audience"] == "orders (wanted: orders)"
    assert facts["user"] == "ada"
    assert facts["azp"] == "shop (wanted by ISSUERS: shop)"


WHY: dict[str, tuple[dict[str, Any], str, str]] = {
    "audience": (
        {"aud": "billing"},
        "Refused: its issuer is 'https://north.example', and its aud is 'billing', but AUDIENCE is 'orders'",
        "'audience' in the entry",
    ),
    "key": ({"by": "south"}, "Refused: its issuer is 'https://north.example', and its key is 'south'", "'jwks_url'"),
    "issuer": ({"iss": "https://west.example"}, "Refused: its iss is 'https://west.example', but the trusted", ""),
    "expired": ({"exp": 1}, "Refused: it has expired", ""),
    "type": ({"token_type": "refresh"}, "Refused: its issuer is 'https://north.example', and its token_type", "kind"),
    "id-token": (
        {"nonce": "n"},
        "Refused: its issuer is 'https://north.example', and it has the claim 'nonce'",
        "kind",
    ),
    "user": ({"sub": None}, "Refused: it has no 'sub' that names a user", ""),
    "tenant": ({"signet_tenant": "north"}, "Refused: it is for another tenant", ""),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("changes", "verdict", "hint"), WHY.values(), ids=WHY)
def test_a_refusal_says_why(changes: dict[str, Any], verdict: str, hint: str) -> None:
    """And names the issuer, whose entry is to be looked at."""
    explanation = explained(NORTH.token(**changes))
    assert explanation.verdict.startswith(verdict)
    assert hint in explanation.hint


@pytest.mark.django_db
def test_keys_that_are_away_are_told_of() -> None:
    """With the address of the issuer."""
    with trusting(NORTH, published=False):
        explanation = explain(NORTH.token(), datetime.now(UTC))
    assert explanation.verdict == "Refused: the keys of its issuer can't be fetched right now (keys_unavailable)."
    assert dict(explanation.facts)["key set"].startswith("that of https://north.example: nobody answers")


def test_users_are_looked_up_but_not_made(db: None) -> None:
    """Looking is not acting."""
    row = {"user_field": "username"}
    assert explained(NORTH.token(), user="get", **row).verdict == (
        "Refused: no user has 'ada' in the field 'username' (user_not_found)."
    )
    assert explained(NORTH.token(), user="get_or_create", **row).is_accepted
    assert not User.objects.exists()
    User.objects.create_user("ada", is_active=False)
    assert explained(NORTH.token(), user="get", **row).verdict == "Refused: its user is disabled (user_inactive)."


@pytest.mark.django_db
def test_the_log_names_the_issuer(caplog: pytest.LogCaptureFixture) -> None:
    """One line for each reason."""
    with caplog.at_level(logging.WARNING, LOG), trusting(NORTH):
        for _ in range(3):
            show(NORTH.token(aud="billing"))
        show(NORTH.token(iss="https://west.example"))
    lines = [one.getMessage() for one in caplog.records if one.name == LOG]
    assert [one.partition(", and its aud")[0] for one in lines] == [
        "Token refused, audience: its issuer is 'https://north.example'",
        "Token refused, issuer: its iss is 'https://west.example', but the trusted issuers are 'https://north.example'.",
    ]
    assert "'audience' in the entry" in lines[0]
