"""Random headers, bodies and claims: each gets an answer, and nothing breaks."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from tests.wire.doors import EVERY_DOOR, HEADER_DOORS, Door
from tests.wire.endpoints import EVERY_ENDPOINT, Endpoint
from tests.wire.mutations import STEADY

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
HEADERS = st.one_of(
    ANY_TEXT,
    st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
    st.builds("{} {}".format, st.sampled_from(["Bearer", "bearer", "Bearer ", "Basic", "\0"]), ANY_TEXT),
)


@pytest.mark.parametrize("door", HEADER_DOORS)
@settings(STEADY, max_examples=200)
@given(header=HEADERS)
def test_any_header_is_refused(user: User, api: APIClient, door: Door, header: str) -> None:
    """Every ``Authorization`` header gets a 401, in one of three forms that don't depend on its value."""
    usual = [api.get(door.path, HTTP_AUTHORIZATION=one).content for one in ("", "Bearer x", "Bearer x y")]
    response = api.get(door.path, HTTP_AUTHORIZATION=header)
    assert response.status_code == 401
    assert response.content in usual


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    ANY_TEXT,
    st.sampled_from(["1", "access", "refresh", "sliding", 10**30, -1, 0, 2**63, 4e9]),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(ANY_TEXT, inner, max_size=4))
)
FIELDS = st.sampled_from(["username", "password", "refresh", "token"])
BODIES = st.one_of(
    st.dictionaries(FIELDS | ANY_TEXT, VALUES, max_size=5).map(json.dumps),
    st.dictionaries(FIELDS, SCALARS, max_size=4).map(json.dumps),
    VALUES.map(json.dumps),
    ANY_TEXT.map(lambda text: text.encode(errors="replace").decode()),
    st.binary(max_size=100).map(lambda raw: raw.decode("latin-1")),
)


@pytest.mark.parametrize("endpoint", EVERY_ENDPOINT)
@settings(STEADY, max_examples=120)
@given(sent=BODIES)
def test_any_body_is_refused(user: User, api: APIClient, endpoint: Endpoint, sent: str) -> None:
    """Any JSON, text or bytes in a body get a 400 or a 401."""
    response = api.post(endpoint.path, sent, content_type="application/json")
    assert response.status_code in {400, 401}


CLAIM_NAMES = ("token_type", "exp", "nbf", "iat", "jti", "sub", "aud", "iss", "user_id", "refresh_exp", "x")
CLAIMS = st.dictionaries(st.sampled_from(CLAIM_NAMES), VALUES, max_size=4)


@pytest.mark.parametrize("door", EVERY_DOOR)
@settings(STEADY, max_examples=120)
@given(changes=CLAIMS)
def test_any_signed_claims_break_nothing(user: User, api: APIClient, door: Door, changes: dict[str, object]) -> None:
    """A token of our own key is accepted or refused, whatever it says, and never makes the server fail."""
    forge = door.forge(user)
    response = door.show(api, forge.token(payload=forge.claims(**changes)))
    assert response.status_code in ({200, 401} if door.field is None else {200, 400, 401})


MEMBER_NAMES = ("alg", "kid", "typ", "crit", "cty", "zip", "jwk", "x5c", "x")
HEADER_MEMBERS = st.dictionaries(st.sampled_from(MEMBER_NAMES), VALUES, max_size=4)


@pytest.mark.parametrize("door", EVERY_DOOR)
@settings(STEADY, max_examples=80)
@given(changes=HEADER_MEMBERS)
def test_any_signed_header_breaks_nothing(user: User, api: APIClient, door: Door, changes: dict[str, object]) -> None:
    """The same holds for the header."""
    forge = door.forge(user)
    response = door.show(api, forge.token(forge.header(**changes)))
    assert response.status_code in ({200, 401} if door.field is None else {200, 400, 401})
