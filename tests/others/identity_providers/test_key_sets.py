"""Key sets and tokens that don't name their keys: taken where there is one key that can be meant, and no other."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from drf_signet.errors import KeysUnavailableError, TokenError
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.keys import SigningKey
from signet_tokens.remote_keys import COOL_DOWN, RemoteKeySet
from signet_tokens.verifier import Verifier
from tests.others.identity_providers.recipes import encoded
from tests.stand_ins.clock import Clock
from tests.stand_ins.key_pairs import SECRET, Jwk, pair_for, private_jwk, public_jwk, rsa

NOW = 1_800_000_000.0
URL = "https://id.example/jwks.json"


class Provider:
    """A verifier of tokens, and what is published for it, which a test may change."""

    def __init__(self, *keys: Any, algorithm: str = "RS256", own: tuple[SigningKey, ...] = ()) -> None:
        self.document: object = {"keys": list(keys)}
        self.clock = Clock()
        self.fetches = 0
        self.keys = RemoteKeySet(FixedAddress(URL), [algorithm], self.clock, self._fetch)
        self.verifier = Verifier(KeyRing(own, self.keys), ClaimsPolicy())

    def _fetch(self, url: str) -> bytes:
        self.fetches += 1
        return json.dumps(self.document).encode()

    def publish(self, *keys: Jwk) -> None:
        """Let these be the keys, long after the last fetch."""
        self.document = {"keys": list(keys)}
        self.clock.move(COOL_DOWN)

    def takes(self, raw: str) -> bool:
        """Whether the token is genuine."""
        try:
            return self.verifier.claims(raw, NOW) == {"sub": "ada"}
        except TokenError:
            return False


def key(owner: str, **members: object) -> Jwk:
    """A published key of *owner*."""
    return public_jwk(rsa(owner), **members)


def token(owner: str, **header: object) -> str:
    """A token of *owner* with that header, and RS256."""
    signer = SigningKey.load(private_jwk(rsa(owner)), "RS256")
    return encoded(signer, {"sub": "ada"}, {"alg": "RS256", **header})


ENCRYPTION = key("other", kid="e", use="enc")
OF_ANOTHER_HASH = key("other", kid="o", alg="RS512")
ELLIPTIC = public_jwk(pair_for("ES256"), kid="ec")
UNKNOWN = {"kty": "AKP", "alg": "ML-DSA-44", "kid": "pq", "pub": "AA"}
CERTIFICATE_ALONE = {"kty": "RSA", "kid": "x", "x5c": ["MIID"]}

FITTING: dict[str, tuple[list[Any], dict[str, object]]] = {
    "neither-has-a-kid": ([key("a")], {}),
    "the-token-has-none": ([key("a", kid="1")], {}),
    "the-key-has-none": ([key("a")], {"kid": "1"}),
    "kid-null": ([key("a", kid=None)], {"kid": "1"}),
    "by-its-thumbprint": ([key("a"), key("b")], {"kid": SigningKey.load(key("a"), "RS256").kid}),
    "the-other-one-is-named": ([key("b", kid="2"), key("a")], {"kid": "1"}),
    "the-same-key-twice": ([key("a", kid="1"), key("a", kid="1")], {"kid": "1"}),
    "beside-one-for-encryption": ([ENCRYPTION, key("a", kid="1")], {}),
    "beside-one-of-another-hash": ([OF_ANOTHER_HASH, key("a", kid="1")], {}),
    "beside-one-on-a-curve": ([ELLIPTIC, key("a", kid="1")], {}),
    "beside-one-of-an-unknown-type": ([UNKNOWN, key("a", kid="1")], {}),
    "beside-a-certificate-alone": ([CERTIFICATE_ALONE, key("a", kid="1")], {}),
    "beside-no-object": (["x", None, [], key("a", kid="1")], {}),
}


@pytest.mark.parametrize(("keys", "header"), FITTING.values(), ids=FITTING)
def test_the_one_key_that_can_be_meant_is_taken(keys: list[Any], header: dict[str, object]) -> None:
    """By its type, its algorithm and its use (RFC 7517 section 4); members that aren't understood are passed over."""
    provider = Provider(*keys)
    assert provider.takes(token("a", **header))
    assert not provider.takes(token("thief", **header))


AMBIGUOUS: dict[str, tuple[list[Any], dict[str, object]]] = {
    "two-keys-and-no-kid": ([key("a", kid="1"), key("b", kid="2")], {}),
    "two-keys-without-kid": ([key("a"), key("b")], {"kid": "1"}),
    "the-one-key-has-another-name": ([key("a", kid="2")], {"kid": "1"}),
    "an-empty-name": ([key("a", kid="2")], {"kid": ""}),
    "none-at-all": ([], {}),
    "one-for-encryption": ([key("a", use="enc")], {}),
}


@pytest.mark.parametrize(("keys", "header"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_where_several_can_be_meant_or_none_nothing_is_tried(keys: list[Any], header: dict[str, object]) -> None:
    """It is asked for once more, as for every name that isn't known, and no more than that."""
    provider = Provider(*keys)
    assert not any(provider.takes(token("a", **header)) for _ in range(3))
    assert provider.fetches == 1
    provider.publish(key("a", kid=header.get("kid", "new")))
    assert provider.takes(token("a", **header))
    assert provider.fetches == 2


REFUSED: dict[str, list[Any]] = {
    "two-keys-of-one-name": [key("a", kid="1"), key("b", kid="1")],
    "one-with-its-private-half": [key("a", kid="1"), private_jwk(rsa("b"))],
}


@pytest.mark.parametrize("keys", REFUSED.values(), ids=REFUSED)
def test_a_set_that_cannot_be_meant_so_is_no_set(keys: list[Any]) -> None:
    """Signet goes on with what it has, and that is nothing at first."""
    provider = Provider(*keys)
    with pytest.raises(KeysUnavailableError):
        provider.takes(token("a", kid="1"))
    provider.publish(key("a", kid="1"))
    assert provider.takes(token("a", kid="1"))


def test_a_key_in_the_place_of_another_is_found() -> None:
    """Nothing names them, so a signature that isn't good is what says that there is a new one; once a cool-down."""
    provider = Provider(key("a"))
    assert provider.takes(token("a"))
    provider.publish(key("b"))
    assert provider.takes(token("b"))
    assert not any(provider.takes(token("thief")) for _ in range(3))
    assert provider.fetches == 2


def test_a_bad_signature_under_a_name_asks_for_nothing() -> None:
    """A name is given once, so there is nothing to find."""
    provider = Provider(key("a", kid="1"))
    assert provider.takes(token("a", kid="1"))
    provider.publish(key("b", kid="1"))
    assert not provider.takes(token("thief", kid="1"))
    assert provider.fetches == 1


def test_own_tokens_without_a_kid_ask_nobody() -> None:
    """Own keys are tried before, and one that fits is enough."""
    provider = Provider(key("a"), own=(SigningKey.load(private_jwk(rsa("own")), "RS256"),))
    assert provider.takes(token("own"))
    assert provider.fetches == 0
    assert provider.takes(token("a"))


def test_a_secret_is_never_looked_for_among_published_keys() -> None:
    """Neither by a token without a kid, nor where ALGORITHM says so."""
    oct_key = {"kty": "oct", "k": "c2VjcmV0" * 8}
    raw = encoded(SigningKey.load("secret" * 8, "HS256"), {"sub": "ada"}, {"alg": "HS256"})
    assert not Provider(oct_key, algorithm="HS256").takes(raw)
    provider = Provider(oct_key, key("a"))
    assert not provider.takes(raw)
    assert provider.fetches == 0
    assert SECRET not in raw


def test_nothing_is_known_before_the_first_fetch() -> None:
    """The client is told to come back."""
    provider = Provider()
    provider.document = []
    with pytest.raises(KeysUnavailableError):
        provider.verifier.claims(token("a"), NOW)


USELESS: dict[str, tuple[object, str]] = {
    "no-keys": ({"keys": []}, "it has no keys"),
    "of-another-algorithm": (
        {"keys": [{**ELLIPTIC, "alg": "ES256"}]},
        "none of its 1 keys is for RS256: kty 'EC', crv 'P-256', alg 'ES256'",
    ),
    "for-encryption": ({"keys": [ENCRYPTION]}, "none of its 1 keys is for RS256: kty 'RSA', use 'enc'"),
    "description": (
        {"issuer": "https://id.example", "jwks_uri": "https://id.example/keys"},
        "set JWK_URL to 'https://id.example/keys'",
    ),
    "certificates": ({"1": "-----BEGIN CERTIFICATE-----\nMIID", "2": "x"}, "it is a map of certificates"),
    "single-key": (key("a"), "it is a single key"),
    "realm": ({"realm": "shop", "public_key": "MIIB"}, "it has no list 'keys'"),
    "list": ([key("a")], "nor a JSON object"),
}


@pytest.mark.parametrize(("document", "words"), USELESS.values(), ids=USELESS)
def test_an_address_that_is_the_wrong_one_says_so(
    document: object, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """In the log, once for each fetch, as each token is refused for it."""
    provider = Provider()
    provider.document = document
    with caplog.at_level(logging.WARNING, "signet_tokens.remote_keys"):
        for _ in range(3):
            try:
                assert provider.keys.find("RS256", "1") is None
            except KeysUnavailableError:
                continue
    (line,) = caplog.messages
    assert words in line
    assert provider.keys.failure is not None
    assert words in provider.keys.failure
