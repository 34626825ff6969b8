"""`KeyRing`: which key signs, which may have signed, and when another place is asked."""

from __future__ import annotations

import pytest

from drf_signet.errors import NoSigningKeyError
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import SigningKey
from tests.stand_ins.key_pairs import SECRET, public_jwk, public_pem, rsa, signing_key

NEW = SigningKey.load(SECRET + "new", "HS256")
OLD = SigningKey.load(SECRET + "old", "HS256")


class Elsewhere:
    """A source of one key, that remembers what it was asked for."""

    def __init__(self, key: SigningKey) -> None:
        self.key = key
        self.asked: list[tuple[str, str | None]] = []
        self.changes = 7

    def find(self, algorithm: str, kid: str | None) -> SigningKey | None:
        """The one key, under its name, or for a token that names none."""
        self.asked.append((algorithm, kid))
        return self.key if algorithm == self.key.algorithm and kid in (None, self.key.kid) else None

    def find_instead(self, key: SigningKey, kid: str | None) -> SigningKey | None:
        """There is no other."""
        return None

    def known(self) -> tuple[SigningKey, ...]:
        """The one key."""
        return (self.key,)

    def version(self) -> int:
        """What the test says."""
        return self.changes


def candidates(ring: KeyRing, algorithm: str, kid: str | None) -> tuple[SigningKey, ...]:
    """All keys that the ring offers, where none of them fits."""
    return tuple(ring.candidates(algorithm, kid))


def test_the_first_key_signs() -> None:
    """The ring keeps the order it was given."""
    ring = KeyRing(iter([NEW, OLD]))
    assert ring.signing_key is NEW
    assert ring.keys == (NEW, OLD)


def test_whether_a_key_signs_is_known_beforehand() -> None:
    """Asked before anything is changed for the token that is to be signed."""
    KeyRing([NEW]).check_signs()
    for keys in ([], [SigningKey.load(public_pem(rsa("other")), "RS256"), NEW]):
        with pytest.raises(NoSigningKeyError):
            KeyRing(keys).check_signs()


def test_an_empty_ring_signs_nothing_and_verifies_nothing() -> None:
    """Without a key there is an error to sign, and no candidate to verify."""
    ring = KeyRing()
    with pytest.raises(NoSigningKeyError) as caught:
        _ = ring.signing_key
    assert caught.value.code == "no_signing_key"
    assert candidates(ring, "HS256", None) == candidates(ring, "HS256", NEW.kid) == ()


def test_a_ring_that_starts_with_a_public_key_only_verifies() -> None:
    """A private key further back is for verifying, so nothing signs with it by chance."""
    public = SigningKey.load(public_pem(rsa("other")), "RS256")
    ring = KeyRing([public, signing_key("RS256")])
    with pytest.raises(NoSigningKeyError):
        _ = ring.signing_key


def test_a_kid_chooses_one_key() -> None:
    """Of two keys the one that the token names is the only candidate."""
    ring = KeyRing([NEW, OLD])
    assert candidates(ring, "HS256", OLD.kid) == (OLD,)
    assert candidates(ring, "HS256", NEW.kid) == (NEW,)
    assert candidates(ring, "HS256", "nobody's") == ()


def test_an_empty_kid_is_a_kid() -> None:
    """Only a missing ``kid`` means that every key may be tried."""
    assert candidates(KeyRing([NEW, OLD]), "HS256", "") == ()


def test_without_a_kid_each_key_of_the_algorithm_is_tried() -> None:
    """Tokens of other libraries name no key, and are tried with the keys of their algorithm."""
    ring = KeyRing([NEW, signing_key("RS256"), OLD])
    assert candidates(ring, "HS256", None) == (NEW, OLD)
    assert candidates(ring, "HS384", None) == ()


@pytest.mark.parametrize("algorithm", ["HS384", "RS256", "none", ""])
def test_a_key_is_no_candidate_for_another_algorithm(algorithm: str) -> None:
    """The algorithm is the key's, so a token that wishes for another one finds no key."""
    assert candidates(KeyRing([NEW]), algorithm, NEW.kid) == ()


def test_the_same_name_for_two_algorithms_is_two_keys() -> None:
    """A kid is looked up together with the algorithm."""
    keys = [SigningKey.load(public_jwk(rsa("service"), kid="one"), name) for name in ("RS256", "PS256")]
    ring = KeyRing(keys)
    assert candidates(ring, "PS256", "one") == (keys[1],)


def test_another_place_is_asked_only_where_no_own_key_fits() -> None:
    """Own tokens cost no look elsewhere, and neither does one without a kid that an own key signed."""
    foreign = SigningKey.load(public_jwk(rsa("issuer"), kid="foreign"), "RS256")
    elsewhere = Elsewhere(foreign)
    ring = KeyRing([NEW], elsewhere)
    assert candidates(ring, "HS256", NEW.kid) == (NEW,)
    assert next(iter(ring.candidates("HS256", None))) == NEW
    assert elsewhere.asked == []
    assert candidates(ring, "RS256", "foreign") == candidates(ring, "RS256", None) == (foreign,)
    assert candidates(ring, "RS256", "unknown") == ()
    assert elsewhere.asked == [("RS256", "foreign"), ("RS256", None), ("RS256", "unknown")]


def test_a_foreign_key_never_signs() -> None:
    """Keys from elsewhere are for verifying, even if the private part were with them."""
    with pytest.raises(NoSigningKeyError):
        _ = KeyRing([], Elsewhere(signing_key("RS256"))).signing_key


def test_an_own_key_goes_before_a_foreign_one_of_its_name() -> None:
    """An issuer can't take the name of our key."""
    thief = SigningKey.load(public_jwk(rsa("issuer"), kid=signing_key("RS256").kid), "RS256")
    ring = KeyRing([signing_key("RS256")], Elsewhere(thief))
    assert candidates(ring, "RS256", thief.kid) == (signing_key("RS256"),)


def test_the_version_of_a_ring_is_that_of_the_other_place() -> None:
    """Own keys never leave a ring, so without another place the version stands still."""
    elsewhere = Elsewhere(NEW)
    ring = KeyRing([OLD], elsewhere)
    assert ring.version() == 7
    elsewhere.changes = 8
    assert ring.version() == 8
    assert KeyRing([OLD]).version() == KeyRing([OLD]).version() == 0
