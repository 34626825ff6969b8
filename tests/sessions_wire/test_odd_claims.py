"""Every claim of a genuine token replaced by every odd value: refused, or taken where it does no harm; never a 500."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from drf_signet.sessions.models import Session
from drf_signet.tokens import Token
from tests.sessions_wire.odd_values import (
    OF_A_REFRESH_TOKEN,
    OF_AN_ACCESS_TOKEN,
    READABLE,
    Harmless,
    harmful,
    harmless,
    is_identifier,
    is_unknown_session,
)
from tests.sessions_wire.places import LIST, LIVE, REFRESH, SIGN_OUT, SLIDING, SNAPSHOT, VERIFY
from tests.sessions_wire.signed import access_token, refreshed_often, slid_often, with_json
from tests.wire.answers import BAD_TOKEN, body
from tests.wire.doors import Door

Claims = dict[str, Harmless]

VERIFIED: Claims = OF_A_REFRESH_TOKEN
UNSEEN: Claims = {**OF_AN_ACCESS_TOKEN, "user_id": is_identifier, "sid": is_unknown_session}
SIGNED_OUT: Claims = {**OF_A_REFRESH_TOKEN, "sid": is_unknown_session}

REFRESH_TOKENS: list[tuple[str, Door, Claims]] = [
    ("refresh", REFRESH, OF_A_REFRESH_TOKEN),
    *((name, place, SIGNED_OUT) for name, place in SIGN_OUT.items()),
    ("sliding", SLIDING, OF_A_REFRESH_TOKEN),
]
ACCESS_TOKENS: list[tuple[str, Door, Claims]] = [
    ("live", LIVE, OF_AN_ACCESS_TOKEN),
    ("list", LIST, OF_AN_ACCESS_TOKEN),
    ("snapshot", SNAPSHOT, UNSEEN),
]


def cases(places: list[tuple[str, Door, Claims]]) -> list[object]:
    """One parameter for each place and claim."""
    return [
        pytest.param(place, claims, claim, id=f"{name}-{claim}") for name, place, claims in places for claim in claims
    ]


def token_for(user: User, place: Door) -> Token:
    """A good token for *place*."""
    if place == SLIDING:
        return slid_often(user)
    return access_token(user) if place.token_type == "access" else refreshed_often(user)


def short(text: str) -> str:
    """*text* as a message of a test may hold it."""
    return text[:60]


def assert_refused(api: APIClient, place: Door, token: Token, claim: str, texts: list[str]) -> None:
    """Each of *texts* in *claim* is a 401 with its challenge."""
    for text in texts:
        response = place.show(api, with_json(token, claim, text))
        assert (response.status_code, short(text)) == (401, short(text))
        assert response.headers["WWW-Authenticate"] == BAD_TOKEN


@pytest.mark.parametrize(("place", "claims", "claim"), cases([*REFRESH_TOKENS, *ACCESS_TOKENS]))
def test_an_odd_claim_is_refused(user: User, api: APIClient, place: Door, claims: Claims, claim: str) -> None:
    """401 at every endpoint and class, and the session is as it was."""
    token = token_for(user, place)
    before = Session.objects.values().get()
    assert_refused(api, place, token, claim, harmful(claims, claim))
    assert Session.objects.values().get() == before


@pytest.mark.parametrize("claim", VERIFIED)
def test_an_odd_claim_does_not_verify(user: User, api: APIClient, claim: str) -> None:
    """All is looked at that the refresh looks at."""
    assert_refused(api, VERIFY, refreshed_often(user), claim, harmful(VERIFIED, claim))


@pytest.mark.parametrize(("place", "claims", "claim"), cases(ACCESS_TOKENS))
def test_a_harmless_claim_authenticates(user: User, api: APIClient, place: Door, claims: Claims, claim: str) -> None:
    """Where nothing depends on a claim, it may be anything."""
    token = access_token(user)
    for text in harmless(claims, claim):
        response = place.show(api, with_json(token, claim, text))
        assert (response.status_code, short(text)) == (200, short(text))


@pytest.mark.parametrize(("place", "claims", "claim"), cases(REFRESH_TOKENS))
def test_a_harmless_claim_is_taken(user: User, api: APIClient, place: Door, claims: Claims, claim: str) -> None:
    """The endpoint does what it is for."""
    for text in harmless(claims, claim):
        response = place.show(api, with_json(token_for(user, place), claim, text))
        assert (response.status_code, short(text)) in {(200, short(text)), (204, short(text))}


@pytest.mark.parametrize("claim", VERIFIED)
def test_a_harmless_claim_verifies(user: User, api: APIClient, claim: str) -> None:
    """Verification takes what the refresh takes."""
    token = refreshed_often(user)
    for text in harmless(VERIFIED, claim):
        assert (VERIFY.show(api, with_json(token, claim, text)).status_code, short(text)) == (200, short(text))


@pytest.mark.parametrize("place", [REFRESH, SLIDING], ids=["refresh", "sliding"])
def test_a_claim_that_was_taken_can_be_refreshed_again(user: User, api: APIClient, place: Door) -> None:
    """Whatever a claim of one's own holds, it is carried over into a token that is as good."""
    for text in READABLE.values():
        raw = with_json(token_for(user, place), "x", text)
        for _ in range(2):
            response = place.show(api, raw)
            assert (response.status_code, short(text)) == (200, short(text))
            raw = body(response)[place.field or ""]
