"""One compact JWS: the published examples, what is written, and everything that is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

from drf_signet.errors import TokenError, TokenTooLargeError
from signet_tokens import jws
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import ALGORITHMS, SigningKey
from tests.stand_ins.key_pairs import SECRET, pair_for, public_pem, rsa, signing_key

VECTORS = [
    pytest.param(json.loads(path.read_text()), id=path.stem)
    for path in sorted((Path(__file__).parents[1] / "vectors").glob("rfc*_a[0-9]_*.json"))
]
KEY = SigningKey.load(SECRET, "HS256")
RING = KeyRing([KEY])
PAYLOAD = b'{"a":1}'


def segment(data: bytes) -> bytes:
    """*data*, spelled as between two dots of a token."""
    return urlsafe_b64encode(data)


def signed(header: bytes, payload: bytes = PAYLOAD, key: SigningKey = KEY) -> bytes:
    """A token with these very bytes for its header and payload, under a good signature."""
    signing_input = segment(header) + b"." + segment(payload)
    return signing_input + b"." + segment(key.sign(signing_input))


def header_with(**parameters: object) -> bytes:
    """A good header with other or further *parameters*."""
    return json.dumps({"alg": "HS256", "typ": "JWT", "kid": KEY.kid, **parameters}).encode()


def refuse(raw: bytes, ring: KeyRing = RING) -> None:
    """*raw* is refused in the same words as any other token, and the words reveal nothing of it."""
    with pytest.raises(TokenError) as caught:
        jws.verify(raw, ring)
    assert type(caught.value) is TokenError
    assert (caught.value.message, caught.value.code) == ("Token is invalid", "token_invalid")


def test_there_is_an_example_for_each_kind_of_key() -> None:
    """The vectors are found, so none of the tests below runs over nothing."""
    assert [param.id for param in VECTORS] == [
        "rfc7515_a1_hs256",
        "rfc7515_a2_rs256",
        "rfc7515_a3_es256",
        "rfc8037_a4_eddsa",
    ]


@pytest.mark.parametrize("vector", VECTORS)
def test_a_published_example_verifies(vector: dict[str, Any]) -> None:
    """The token of the RFC verifies with the public key of the RFC, to its payload, byte for byte."""
    key = SigningKey.load(vector.get("public", vector["private"]), vector["algorithm"])
    verified = jws.verify(vector["token"].encode(), KeyRing([key]))
    assert verified.payload == vector["payload"].encode()
    assert verified.key is key


@pytest.mark.parametrize("vector", VECTORS)
def test_a_published_example_is_signed_again(vector: dict[str, Any]) -> None:
    """The private key of the RFC signs the input of the RFC, with the same signature where that is not by chance."""
    key = SigningKey.load(vector["private"], vector["algorithm"])
    signing_input, _, expected = vector["token"].encode().rpartition(b".")
    signature = key.sign(signing_input)
    assert key.verify(signing_input, signature)
    assert (segment(signature) == expected) == vector["deterministic"]


@pytest.mark.parametrize("vector", VECTORS)
def test_a_published_example_is_refused_with_any_segment_changed(vector: dict[str, Any]) -> None:
    """One other character in the payload or the signature makes the token of the RFC a forgery."""
    ring = KeyRing([SigningKey.load(vector["private"], vector["algorithm"])])
    head, body, signature = vector["token"].encode().split(b".")
    refuse(b".".join((head, b"e" + body[1:] if body[:1] != b"e" else b"f" + body[1:], signature)), ring)
    refuse(b".".join((head, body, b"A" + signature[1:])), ring)
    refuse(b".".join((head, body, b"")), ring)


@pytest.mark.parametrize("vector", [one for one in VECTORS if one.id == "rfc8037_a4_eddsa"])
def test_the_published_thumbprint_names_the_published_key(vector: dict[str, Any]) -> None:
    """The kid of the example key is what RFC 8037 appendix A.3 says."""
    assert SigningKey.load(vector["public"], vector["algorithm"]).kid == vector["thumbprint"]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_names_its_key(algorithm: str) -> None:
    """The header names the algorithm, the type and the key; the public half verifies the token."""
    key = signing_key(algorithm)
    raw = jws.sign(PAYLOAD, key)
    head, body, signature = raw.encode().split(b".")
    assert json.loads(urlsafe_b64decode(head)) == {"alg": algorithm, "typ": "JWT", "kid": key.kid}
    assert urlsafe_b64decode(body) == PAYLOAD
    assert key.verify(head + b"." + body, urlsafe_b64decode(signature))
    public = key if algorithm.startswith("HS") else SigningKey.load(public_pem(pair_for(algorithm)), algorithm)
    assert jws.verify(raw.encode(), KeyRing([public])) == (PAYLOAD, public)


@pytest.mark.parametrize("kid", [None, "main"])
def test_a_header_names_the_key_as_the_caller_asks(kid: str | None) -> None:
    """With another name, or none, the token verifies if the ring knows the key by that name."""
    raw = jws.sign_as(PAYLOAD, KEY, kid)
    head = json.loads(urlsafe_b64decode(raw.encode().partition(b".")[0]))
    assert head == {"alg": "HS256", "typ": "JWT"} | ({"kid": kid} if kid else {})
    assert jws.verify(raw.encode(), KeyRing([replace(KEY, kid=kid or KEY.kid)])).payload == PAYLOAD


def test_the_longest_token_that_is_written_is_read() -> None:
    """The same bound holds on both sides: one character more is neither written nor read."""
    key = SigningKey.load({"kty": "oct", "k": "A" * 43, "kid": "key"}, "HS256")
    payload = b"x" * ((jws.MAXIMUM_LENGTH - len(jws.sign(b"", key))) * 3 // 4)
    raw = jws.sign(payload, key)
    assert len(raw) == jws.MAXIMUM_LENGTH
    assert jws.verify(raw.encode(), KeyRing([key])).payload == payload
    with pytest.raises(TokenTooLargeError) as caught:
        jws.sign(payload + b"x", key)
    assert caught.value.code == "token_too_large"
    refuse(signed(b'{"alg":"HS256","typ":"JWT","kid":"key"}', payload + b"x", key), KeyRing([key]))


def test_a_header_has_a_bound_of_its_own() -> None:
    """A header of the greatest length is read; a longer one is refused before it is parsed."""
    filling = jws.MAXIMUM_HEADER_LENGTH * 3 // 4 - len(header_with(x=""))
    longest = header_with(x="y" * filling)
    assert len(segment(longest)) == jws.MAXIMUM_HEADER_LENGTH
    assert jws.verify(signed(longest), RING).payload == PAYLOAD
    refuse(signed(header_with(x="y" * (filling + 1))))


def test_a_ring_without_the_key_refuses() -> None:
    """A valid token of somebody else is not one of ours."""
    refuse(signed(header_with()), KeyRing())
    refuse(signed(header_with()), KeyRing([SigningKey.load(SECRET + "x", "HS256")]))


def test_each_key_is_tried_for_a_token_without_kid() -> None:
    """A token of another library, signed by the second key of the ring, verifies with that key."""
    other = SigningKey.load(SECRET + "x", "HS256")
    verified = jws.verify(signed(b'{"alg":"HS256"}'), KeyRing([other, KEY]))
    assert verified.key is KEY


@pytest.mark.parametrize("media_type", ["JWT", "jwt", "at+jwt", "AT+JWT", "application/jwt", "application/at+JWT"])
def test_the_type_of_a_token_is_read_in_any_case(media_type: str) -> None:
    """Both types of API tokens pass, with and without the prefix (RFC 7515 section 4.1.9)."""
    assert jws.verify(signed(header_with(typ=media_type)), RING).payload == PAYLOAD


@pytest.mark.parametrize(
    "parameters",
    [
        pytest.param({"jku": "https://evil.example/keys"}, id="jku"),
        pytest.param({"x5u": "https://evil.example/certificate"}, id="x5u"),
        pytest.param({"x5c": ["MIIB"]}, id="x5c"),
        pytest.param({"jwk": {"kty": "oct", "k": "AAAA"}}, id="jwk"),
        pytest.param({"whatever": {"deep": [None]}}, id="unknown"),
    ],
)
def test_a_key_that_the_token_brings_along_is_not_looked_at(parameters: dict[str, object]) -> None:
    """Such parameters change nothing: a valid token stays valid, and one of another key stays a forgery."""
    assert jws.verify(signed(header_with(**parameters)), RING).payload == PAYLOAD
    refuse(signed(header_with(**parameters), key=SigningKey.load(b"\0\0\0" * 8, "HS256")))


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(header_with(alg="none"), id="none"),
        pytest.param(header_with(alg="None"), id="none-in-another-case"),
        pytest.param(header_with(alg="hs256"), id="alg-in-another-case"),
        pytest.param(header_with(alg="HS384"), id="alg-of-another-hash"),
        pytest.param(header_with(alg=""), id="alg-empty"),
        pytest.param(header_with(alg=None), id="alg-null"),
        pytest.param(header_with(alg=["HS256"]), id="alg-list"),
        pytest.param(b'{"typ":"JWT"}', id="alg-missing"),
        pytest.param(header_with(kid=None), id="kid-null"),
        pytest.param(header_with(kid=1), id="kid-number"),
        pytest.param(header_with(kid=[KEY.kid]), id="kid-list"),
        pytest.param(header_with(kid=""), id="kid-empty"),
        pytest.param(header_with(kid=KEY.kid + "x"), id="kid-unknown"),
        pytest.param(header_with(typ="JWE"), id="typ-of-something-else"),
        pytest.param(header_with(typ="dpop+jwt"), id="typ-of-another-purpose"),
        pytest.param(header_with(typ=""), id="typ-empty"),
        pytest.param(header_with(typ=None), id="typ-null"),
        pytest.param(header_with(typ=["JWT"]), id="typ-list"),
        pytest.param(header_with(crit=["exp"]), id="crit"),
        pytest.param(header_with(crit=[]), id="crit-empty"),
        pytest.param(header_with(b64=False, crit=["b64"]), id="b64"),
        pytest.param(header_with(b64=True), id="b64-true"),
        pytest.param(header_with(cty="JWT"), id="cty"),
        pytest.param(header_with(enc="A256GCM"), id="enc"),
        pytest.param(header_with(zip="DEF"), id="zip"),
        pytest.param(b"", id="empty"),
        pytest.param(b"{}", id="without-members"),
        pytest.param(b'["HS256"]', id="list"),
        pytest.param(b'"HS256"', id="string"),
        pytest.param(b'{"alg":"HS256","alg":"HS256"}', id="alg-twice"),
        pytest.param(b'{"alg":"HS256"} {}', id="two-objects"),
        pytest.param(b'{"alg":"HS256","x":NaN}', id="nan"),
        pytest.param(b'\xef\xbb\xbf{"alg":"HS256"}', id="byte-order-mark"),
        pytest.param(b'{"alg":"HS256","x":"\xff"}', id="not-utf8"),
        pytest.param('{"alg":"HS256"}'.encode("utf-16"), id="utf16"),
        pytest.param(b'{"alg":"HS256","x":' + b"[" * 1000 + b"]" * 1000 + b"}", id="deep"),
        pytest.param(b"not json", id="text"),
    ],
)
def test_a_well_signed_token_with_a_bad_header_is_refused(header: bytes) -> None:
    """The signature alone doesn't make a header good."""
    refuse(signed(header))


def test_a_public_key_is_not_taken_for_a_shared_secret() -> None:
    """A token signed by HMAC with the text of our public key is a forgery (RFC 8725 section 2.1)."""
    public = SigningKey.load(public_pem(rsa("service")), "RS256")
    forger = SigningKey.load(SECRET, "HS256")
    for name in (public.kid, forger.kid):
        refuse(signed(json.dumps({"alg": "HS256", "kid": name}).encode(), key=forger), KeyRing([public]))
    refuse(signed(b'{"alg":"HS256"}', key=forger), KeyRing([public]))


def spoiled(index: int, text: bytes) -> bytes:
    """A valid token with *text* in place of the segment at *index*."""
    parts = signed(header_with()).split(b".")
    parts[index] = text
    return b".".join(parts)


HEAD, BODY, SIGNATURE = signed(header_with()).split(b".")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"..", id="two-dots"),
        pytest.param(b"a.b", id="two-segments"),
        pytest.param(HEAD + b"." + BODY, id="no-signature"),
        pytest.param(HEAD + b"." + BODY + b".", id="empty-signature"),
        pytest.param(HEAD + b"." + BODY + b"." + SIGNATURE + b".", id="four-segments"),
        pytest.param(HEAD + b"." + BODY + b".." + SIGNATURE, id="empty-segment"),
        pytest.param(b"." + BODY + b"." + SIGNATURE, id="empty-header"),
        pytest.param(HEAD + b".." + SIGNATURE, id="empty-payload"),
        pytest.param(spoiled(2, SIGNATURE + b"="), id="padded"),
        pytest.param(spoiled(0, HEAD + b"=="), id="padded-header"),
        pytest.param(spoiled(2, SIGNATURE + b"A"), id="one-more-character"),
        pytest.param(spoiled(2, SIGNATURE[:-1]), id="one-character-less"),
        pytest.param(spoiled(2, SIGNATURE[:-1] + bytes([SIGNATURE[-1] + 1])), id="other-trailing-bits"),
        pytest.param(spoiled(2, b"+" + SIGNATURE[1:]), id="plus"),
        pytest.param(spoiled(2, b"/" + SIGNATURE[1:]), id="slash"),
        pytest.param(spoiled(2, b" " + SIGNATURE), id="space"),
        pytest.param(spoiled(2, SIGNATURE + b"\n"), id="line-break"),
        pytest.param(spoiled(0, b" " + HEAD), id="space-before"),
        pytest.param(spoiled(0, b"\xff" + HEAD), id="not-ascii"),
        pytest.param(spoiled(2, b"A" * 43), id="zeros"),
        pytest.param(spoiled(2, BODY), id="something-else"),
        pytest.param(b"a." * 8_191 + b"a", id="many-dots"),
        pytest.param(b"a" * 1_000_000, id="long"),
        pytest.param(b'{"payload":"","protected":"","signature":""}', id="json-serialization"),
    ],
)
def test_what_is_no_compact_jws_is_refused(raw: bytes) -> None:
    """There is one spelling of each token: no padding, no space, no other alphabet, no loose bits."""
    refuse(raw)


def test_a_payload_in_another_spelling_is_refused() -> None:
    """Even under a good signature, a payload must be base64url without padding."""
    for body in (segment(b'{"a":1}') + b"=", segment(b'{"ab":1}')[:-1] + b"R", b"e30 "):
        signing_input = HEAD + b"." + body
        refuse(signing_input + b"." + segment(KEY.sign(signing_input)))
