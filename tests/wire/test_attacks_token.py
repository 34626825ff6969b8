"""Attacks on the token itself: its header, its JSON, its characters. Each is shown at every door."""

from __future__ import annotations

import hashlib
import hmac
import logging
import socket
from collections.abc import Callable, Mapping

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient

from tests.wire.attack_cases_encoding import ODD_BASE64, ODD_SEGMENTS, ODD_SIGNATURES, Make
from tests.wire.attack_cases_header import ACCESS_TYPES, GOOD_TYPES, ODD_HEADERS, UNSIGNED
from tests.wire.attack_cases_json import GOOD_JSON, ODD_JSON, TWICE_IN_THE_HEADER, TWICE_IN_THE_PAYLOAD, Change
from tests.wire.doors import EVERY_DOOR, Door
from tests.wire.forge import MISSING, configured, dump, hs256, segment

EVERYWHERE = pytest.mark.parametrize("door", EVERY_DOOR)


@EVERYWHERE
def test_a_token_with_nothing_odd_is_accepted(user: User, api: APIClient, door: Door) -> None:
    """The token that the attacks below start from opens the door."""
    door.assert_open(api, door.forge(user).token())


@EVERYWHERE
def test_a_token_that_names_no_key_is_accepted(user: User, api: APIClient, door: Door) -> None:
    """Other libraries write no ``kid``: the configured key is tried."""
    forge = door.forge(user)
    door.assert_open(api, forge.token(forge.header(kid=MISSING)))


@EVERYWHERE
@pytest.mark.parametrize("changes", GOOD_TYPES)
def test_a_token_typed_for_this_purpose_is_accepted(
    user: User, api: APIClient, door: Door, changes: Mapping[str, object]
) -> None:
    """``typ`` may be left out, or say in any case that this is a JWT."""
    forge = door.forge(user)
    door.assert_open(api, forge.token(forge.header(**changes)))


@EVERYWHERE
@pytest.mark.parametrize("changes", ACCESS_TYPES)
def test_a_token_typed_as_an_access_token_is_one(
    user: User, api: APIClient, door: Door, changes: Mapping[str, object]
) -> None:
    """It opens the doors of access tokens, and no other, even where its claims say that it is for that one."""
    forge = door.forge(user)
    token = forge.token(forge.header(**changes))
    if door.token_type == "access":
        door.assert_open(api, token)
    else:
        door.assert_refused(api, token, "Token has wrong type")


@EVERYWHERE
@pytest.mark.parametrize("change", GOOD_JSON)
def test_any_good_json_is_accepted(user: User, api: APIClient, door: Door, change: Change) -> None:
    """Unknown members are ignored, and JSON may have any spaces and escapes."""
    forge = door.forge(user)
    door.assert_open(api, forge.token(change(dump(forge.header())), change(dump(forge.claims()))))


@EVERYWHERE
@pytest.mark.parametrize("changes", ODD_HEADERS)
def test_an_odd_header_is_refused(user: User, api: APIClient, door: Door, changes: Mapping[str, object]) -> None:
    """A right signature doesn't help a wrong header."""
    forge = door.forge(user)
    door.assert_refused(api, forge.token(forge.header(**changes)))


@EVERYWHERE
@pytest.mark.parametrize("alg", UNSIGNED)
@pytest.mark.parametrize(
    "sign",
    [
        pytest.param(lambda data: b"", id="no-signature"),
        pytest.param(lambda data: b"anything", id="any-signature"),
        pytest.param(hs256(b""), id="empty-key"),
        pytest.param(lambda data: hashlib.sha256(data).digest(), id="hash-without-key"),
    ],
)
def test_an_unsigned_token_is_refused(
    user: User, api: APIClient, door: Door, alg: object, sign: Callable[[bytes], bytes]
) -> None:
    """Whatever ``alg`` says, a token needs a signature with the key."""
    forge = door.forge(user)
    door.assert_refused(api, forge.signed(sign, forge.header(alg=alg)))


@EVERYWHERE
@pytest.mark.parametrize("change", [*ODD_JSON, *TWICE_IN_THE_HEADER])
def test_an_odd_header_text_is_refused(user: User, api: APIClient, door: Door, change: Change) -> None:
    """The header is one JSON object in UTF-8 with no name twice, or nothing."""
    forge = door.forge(user)
    door.assert_refused(api, forge.token(header=change(dump(forge.header()))))


@EVERYWHERE
@pytest.mark.parametrize("change", [*ODD_JSON, *TWICE_IN_THE_PAYLOAD])
def test_an_odd_payload_text_is_refused(user: User, api: APIClient, door: Door, change: Change) -> None:
    """The payload is one JSON object in UTF-8 with no name twice, or nothing."""
    forge = door.forge(user)
    door.assert_refused(api, forge.token(payload=change(dump(forge.claims()))))


@EVERYWHERE
@pytest.mark.parametrize("make", [*ODD_BASE64, *ODD_SEGMENTS])
def test_an_odd_spelling_is_refused(user: User, api: APIClient, door: Door, make: Make) -> None:
    """A token has one spelling: three segments of base64url without padding, and nothing around them."""
    door.assert_refused(api, make(door.forge(user)))


@EVERYWHERE
@pytest.mark.parametrize("change", ODD_SIGNATURES)
def test_an_odd_signature_is_refused(user: User, api: APIClient, door: Door, change: Change) -> None:
    """Only the right signature is a signature."""
    door.assert_refused(api, door.forge(user).signed(lambda data: change(configured(data))))


@EVERYWHERE
@pytest.mark.parametrize("digest", ["sha1", "sha384", "sha512", "md5"])
def test_a_signature_with_another_hash_is_refused(
    user: User, api: APIClient, settings: Settings, door: Door, digest: str
) -> None:
    """The right key with another hash than the algorithm's makes a wrong signature."""
    key = settings.SECRET_KEY.encode()
    door.assert_refused(api, door.forge(user).signed(lambda data: hmac.digest(key, data, digest)))


@EVERYWHERE
@pytest.mark.parametrize(
    "secret",
    [b"", b"\0", b"\0" * 32, b"secret", b"password", b"changeme", b"your-256-bit-secret", b"None", b"null", b"SECRET"],
)
def test_a_guessed_key_signs_nothing(user: User, api: APIClient, door: Door, secret: bytes) -> None:
    """A token signed with a text that people use as a key is refused."""
    door.assert_refused(api, door.forge(user).signed(hs256(secret)))


@EVERYWHERE
@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256"])
@pytest.mark.parametrize("named", [True, False], ids=["kid-of-the-attacker", "kid-of-ours"])
def test_a_key_in_the_token_is_not_looked_at(
    user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch, door: Door, name: str, *, named: bool
) -> None:
    """An attacker's key in the header, or its address, verifies nothing, and Signet fetches no address."""

    def refuse(*args: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    secret = b"the key of an attacker, which is long enough to sign with"
    jwk = {"kty": "oct", "k": segment(secret), "alg": "HS256", "kid": "attacker"}
    values = {"jwk": jwk, "x5c": [segment(secret)], "x5t": segment(secret), "x5t#S256": segment(secret)}
    forge = door.forge(user)
    kid = {"kid": "attacker"} if named else {}
    header = forge.header(**kid, **{name: values.get(name, "http://127.0.0.1:9/keys")})
    door.assert_refused(api, forge.signed(hs256(secret), header))
    if not named:
        door.assert_open(api, forge.token(header))


@EVERYWHERE
def test_a_refused_token_is_not_logged(
    user: User, api: APIClient, caplog: pytest.LogCaptureFixture, door: Door
) -> None:
    """No log record holds the token."""
    forge = door.forge(user)
    token = forge.token(forge.header(alg="none"))
    with caplog.at_level(logging.DEBUG):
        door.assert_refused(api, token)
    assert token not in caplog.text
    assert not any(token in str(vars(record)) for record in caplog.records)
