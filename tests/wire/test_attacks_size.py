"""Attacks by size: tokens that are too long, and claims that are nested too deeply or are too great."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient

from signet_tokens.jws import MAXIMUM_HEADER_LENGTH, MAXIMUM_LENGTH
from signet_tokens.strict_json import MAXIMUM_DEPTH
from tests.wire.answers import assert_answer, assert_tells_nothing
from tests.wire.attack_cases_json import DEEP
from tests.wire.doors import BODY_DOORS, EVERY_DOOR, HEADER_DOORS, REFRESH, Door
from tests.wire.forge import MISSING, dump

EVERYWHERE = pytest.mark.parametrize("door", EVERY_DOOR)
LENGTHS = pytest.mark.parametrize("length", [MAXIMUM_LENGTH + 1, 100_000, 1_000_000])


@EVERYWHERE
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"":', "}")], ids=["lists", "objects"])
def test_claims_may_be_nested_up_to_a_depth(user: User, api: APIClient, door: Door, opening: str, closing: str) -> None:
    """The deepest claim within the limit is accepted, and one level more is not; the payload itself is a level."""
    forge = door.forge(user)
    for depth, accepted in ((MAXIMUM_DEPTH - 1, True), (MAXIMUM_DEPTH, False)):
        token = forge.token(payload=forge.with_claim("x", opening * depth + "1" + closing * depth))
        if accepted:
            door.assert_open(api, token)
        else:
            door.assert_refused(api, token)


@EVERYWHERE
@pytest.mark.parametrize("value", DEEP)
@pytest.mark.parametrize("claim", ["x", "user_id"])
def test_deeply_nested_claims_are_refused(user: User, api: APIClient, door: Door, value: bytes, claim: str) -> None:
    """At no depth that fits into a token do nested claims break what reads, copies or writes them."""
    forge = door.forge(user)
    door.assert_refused(api, forge.token(payload=forge.with_claim(claim, value.decode())))


@EVERYWHERE
@pytest.mark.parametrize("depth", [50, 100, 200, 300, 400, 500, 600, 700])
def test_a_deeply_nested_header_is_refused(user: User, api: APIClient, door: Door, depth: int) -> None:
    """The same for the header, which is read before the signature."""
    forge = door.forge(user)
    header = dump(forge.header())[:-1] + b',"x":' + b"[" * depth + b"]" * depth + b"}"
    door.assert_refused(api, forge.token(header=header))


@EVERYWHERE
@pytest.mark.parametrize("text", ["1e400", "-1e400", "[1e400]", '{"y":-1e400}', "1" + "0" * 400 + ".0"])
@pytest.mark.parametrize("claim", ["x", "user_id"])
def test_a_number_beyond_all_numbers_is_refused(user: User, api: APIClient, door: Door, text: str, claim: str) -> None:
    """What Python reads as infinity could not be written into the next token."""
    forge = door.forge(user)
    door.assert_refused(api, forge.token(payload=forge.with_claim(claim, text)))


@EVERYWHERE
def test_a_long_header_is_refused(user: User, api: APIClient, door: Door) -> None:
    """The first segment is read before the signature, so it has a limit of its own; the limit is within it."""
    forge = door.forge(user)
    room = MAXIMUM_HEADER_LENGTH * 3 // 4 - len(dump(forge.header(x="")))
    door.assert_open(api, forge.token(forge.header(x="x" * room)))
    door.assert_refused(api, forge.token(forge.header(x="x" * (room + 1))))


def stretched(door: Door, user: User, length: int) -> str:
    """A good token of *length* characters, or up to three more."""
    forge = door.forge(user)
    short = len(forge.token(payload=forge.claims(x="")))
    return forge.token(payload=forge.claims(x="x" * ((length - short) * 3 // 4 + 2)))


@pytest.mark.parametrize("door", HEADER_DOORS)
@LENGTHS
def test_a_long_token_in_the_header_is_refused(user: User, api: APIClient, door: Door, length: int) -> None:
    """Above the greatest length a token is invalid, however good it is."""
    door.assert_refused(api, stretched(door, user, length))


@pytest.mark.parametrize("door", BODY_DOORS)
@LENGTHS
def test_a_long_token_in_the_body_is_refused(user: User, api: APIClient, door: Door, length: int) -> None:
    """Above the greatest length the field is refused before the token is read."""
    token = stretched(door, user, length)
    response = door.show(api, token)
    expected = {door.field: [f"Ensure this field has no more than {MAXIMUM_LENGTH} characters."]}
    assert_answer(response, 400, expected)
    assert_tells_nothing(response, token)


@EVERYWHERE
def test_a_token_of_the_greatest_length_is_accepted(user: User, api: APIClient, door: Door) -> None:
    """A token just within the limit is as good as a short one."""
    token = stretched(door, user, MAXIMUM_LENGTH - 100)
    assert MAXIMUM_LENGTH - 100 <= len(token) <= MAXIMUM_LENGTH
    door.assert_open(api, token)


@pytest.mark.parametrize("rotate", [False, True])
def test_a_token_that_would_grow_too_long_is_not_issued(
    user: User, api: APIClient, settings: Settings, rotate: bool
) -> None:
    """A refresh token without ``kid`` at the limit gives no token that would be refused for its length."""
    settings.SIGNET = {"ROTATE_REFRESH_TOKENS": rotate}
    forge = REFRESH.forge(user)
    header = forge.header(kid=MISSING)
    short = len(forge.token(header, forge.claims(x="")))
    token = forge.token(header, forge.claims(x="x" * ((MAXIMUM_LENGTH - short) * 3 // 4)))
    assert len(token) <= MAXIMUM_LENGTH
    REFRESH.assert_refused(api, token, "Token is too large")
