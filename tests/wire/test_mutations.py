"""No change to the bytes of a valid token gives another one that verifies."""

from __future__ import annotations

import time
from functools import cache

import pytest
from django.contrib.auth.models import User
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from drf_signet.errors import TokenError
from signet_tokens import jws
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import SigningKey
from signet_tokens.verifier import Verifier
from tests.wire.answers import assert_tells_nothing
from tests.wire.doors import EVERY_DOOR, Door
from tests.wire.forge import dump
from tests.wire.key_pairs import key_for, private_pem
from tests.wire.mutations import MUTATIONS, STEADY, STEPS, Step, mutated

ALGORITHMS = ("HS256", "RS256", "ES256", "Ed25519")
SECRET = "a-secret-for-mutations-that-is-long-enough-for-its-hash"


@cache
def signing_key(algorithm: str) -> SigningKey:
    """The key of the tokens of *algorithm*."""
    return SigningKey.load(SECRET if algorithm == "HS256" else private_pem(key_for(algorithm)), algorithm)


@cache
def good_token(algorithm: str) -> bytes:
    """A token that verifies."""
    now = int(time.time())
    claims = {"token_type": "access", "exp": now + 3_600, "iat": now, "jti": "a" * 32, "user_id": "1"}
    return jws.sign(dump(claims), signing_key(algorithm)).encode()


@cache
def verifier(algorithm: str) -> Verifier:
    """The verifier of the token."""
    return Verifier(KeyRing([signing_key(algorithm)]), ClaimsPolicy())


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_token_itself_verifies(algorithm: str) -> None:
    """The mutations below start from a valid token."""
    assert verifier(algorithm).claims(good_token(algorithm), time.time())["user_id"] == "1"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@settings(STEADY, max_examples=500)
@given(steps=STEPS)
def test_a_changed_token_never_verifies(algorithm: str, steps: list[Step]) -> None:
    """One to three mutations make a token that is refused, unless they undo each other."""
    raw = good_token(algorithm)
    changed = mutated(raw, steps)
    assume(changed != raw)
    with pytest.raises(TokenError):
        verifier(algorithm).claims(changed, time.time())


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_each_mutation_is_refused_at_each_place(algorithm: str, name: str) -> None:
    """Every kind of mutation by itself, along the whole token."""
    raw = good_token(algorithm)
    for place in range(0, len(raw), 7):
        changed = MUTATIONS[name](raw, place, min(place + 3, len(raw)), b"A")
        if changed != raw:
            with pytest.raises(TokenError):
                verifier(algorithm).claims(changed, time.time())


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_no_other_last_character_verifies(algorithm: str) -> None:
    """Of all possible last characters, one verifies: no signature has two spellings."""
    raw = good_token(algorithm)
    for last in range(256):
        if last != raw[-1]:
            with pytest.raises(TokenError):
                verifier(algorithm).claims(raw[:-1] + bytes([last]), time.time())


@pytest.mark.parametrize("door", EVERY_DOOR)
@settings(STEADY, max_examples=120)
@given(steps=STEPS)
def test_a_changed_token_opens_no_door(user: User, api: APIClient, door: Door, steps: list[Step]) -> None:
    """The same over HTTP: 401, or 400 for bytes that are no text. Spaces around the token in a header don't count."""
    raw = door.forge(user).token().encode()
    changed = mutated(raw, steps)
    assume(changed.strip(b" ") != raw)
    response = door.show(api, changed.decode("latin-1"))
    assert response.status_code in ({401} if door.field is None else {400, 401})
    assert_tells_nothing(response, changed.decode("latin-1"))


@settings(STEADY, max_examples=300)
@given(raw=st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_random_input_never_verifies(raw: str | bytes) -> None:
    """Any bytes and any text are refused as a bad token is."""
    with pytest.raises(TokenError):
        verifier("HS256").claims(raw, time.time())
