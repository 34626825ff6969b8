"""Keys in a file, which are read again when it changes, and changed at once."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from signet_tokens.errors import KeyChangeRefusedError, KeyLoadError
from signet_tokens.key_file import MAXIMUM_BYTES, KeyFile
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import ChangeableKeyStore
from signet_tokens.ring_document import published_set, read_ring, written_ring
from signet_tokens.ring_key import RingKey
from tests.stand_ins.key_pairs import SECRET, pair_for, private_pem, signing_key

NOW = 1_800_000_000.0
PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
OLD, NEW = (SigningKey.load(ECKey.generate_key("P-256").as_dict(private=True), "ES256") for _ in range(2))
RING = [
    RingKey(OLD.public, published_at=1.0, verifies_until=NOW + 1),
    RingKey(NEW, published_at=2.0, signs_from=3.5),
    RingKey(signing_key("RS256"), published_at=NOW, signs_from=None),
    RingKey(signing_key("Ed25519"), compromised_at=NOW - 1, reason="on a lost disk"),
]


def test_a_ring_is_read_as_it_was_written() -> None:
    """Times, private parts and all."""
    document = json.dumps(written_ring(RING))
    read = read_ring(document, "HS256")
    assert written_ring(read) == json.loads(document)
    assert [one.key.can_sign for one in read] == [False, True, True, True]
    assert [(one.signs_from, one.verifies_until, one.compromised_at) for one in read] == [
        (0.0, NOW + 1, None),
        (3.5, None, None),
        (None, None, None),
        (0.0, None, NOW - 1),
    ]


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"])
def test_no_private_part_is_published(algorithm: str) -> None:
    """Nor a shared secret, nor what a private key is for."""
    jwk = {name: value for name, value in signing_key(algorithm).private_jwk().items() if name != "use"}
    own = SigningKey.load({**jwk, "key_ops": ["sign", "verify"]}, algorithm)
    published = published_set([RingKey(own)], NOW)
    assert len(published["keys"]) == (algorithm != "HS256")
    for member in published["keys"]:
        assert not PRIVATE & set(member)
        assert {"kid": own.kid, "alg": algorithm, "use": "sig"}.items() <= member.items()
        assert "key_ops" not in member


def test_what_verifies_is_published_and_nothing_else() -> None:
    """A key that is over, or that somebody else may have, is not."""
    assert [one["kid"] for one in published_set(RING, NOW)["keys"]] == [one.key.kid for one in RING[:3]]
    assert [one["kid"] for one in published_set(RING, NOW + 1)["keys"]] == [one.key.kid for one in RING[1:3]]


GOOD: Mapping[str, Any] = OLD.private_jwk()
WRONG: Mapping[str, Any] = {
    "no-json": "{",
    "a-list": "[]",
    "no-keys": {"keys": []},
    "keys-that-are-no-list": {"keys": {"a": 1}},
    "a-key-that-is-no-object": {"keys": ["secret-word"]},
    "a-time-that-is-a-text": {"keys": [{**GOOD, "nbf": "secret-word"}]},
    "a-time-that-is-true": {"keys": [{**GOOD, "exp": True}]},
    "an-end-that-is-no-object": {"keys": [{**GOOD, "revoked": "secret-word"}]},
    "an-end-without-a-time": {"keys": [{**GOOD, "revoked": {}}]},
    "an-algorithm-that-is-none": {"keys": [{**GOOD, "alg": "none"}]},
    "an-algorithm-that-is-no-text": {"keys": [{**GOOD, "alg": 5}]},
    "another-algorithm": {"keys": [{**GOOD, "alg": "RS256"}]},
    "twice": {"keys": [GOOD, GOOD]},
}


@pytest.mark.parametrize("document", WRONG.values(), ids=list(WRONG))
def test_what_is_no_ring_is_refused(document: Any) -> None:
    """In words that hold nothing of it."""
    with pytest.raises(KeyLoadError) as caught:
        read_ring(document, "ES256")
    assert "secret-word" not in str(caught.value)
    assert GOOD["d"] not in str(caught.value)


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    """A file that is not there yet."""
    return KeyFile(tmp_path / "keys.json", "ES256")


def test_a_file_is_changed_at_once_and_for_its_owner_alone(file: KeyFile) -> None:
    """And read again, with nothing left beside it."""
    file.change(lambda keys: [*keys, *RING])
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert [one.key.kid for one in file.read()] == [one.key.kid for one in RING]
    assert [one.name for one in file.path.parent.iterdir()] == ["keys.json"]


def test_a_change_that_fails_changes_nothing(file: KeyFile) -> None:
    """Neither the file nor the next change."""
    file.change(lambda keys: RING)
    before = file.path.read_bytes()
    with pytest.raises(ZeroDivisionError):
        file.change(lambda keys: [RING[1 // 0]])
    assert file.path.read_bytes() == before
    file.change(lambda keys: keys[1:])


def test_two_do_not_change_it_at_once(file: KeyFile) -> None:
    """The second is told, and how to go on where a process was killed."""

    def change(keys: object) -> list[RingKey]:
        with pytest.raises(KeyChangeRefusedError, match=r"delete .*keys\.json\.lock"):
            KeyFile(file.path, "ES256").change(lambda keys: [])
        return RING

    assert file.change(change) == RING


def test_a_file_is_opened_when_it_has_changed(file: KeyFile) -> None:
    """As an operator's ``mv``, or a mounted secret, changes it: also within one tick of the clock."""
    file.change(lambda keys: RING)
    first = file.read()
    assert file.read() is first
    status = file.path.stat()
    other = file.path.with_name("other.json")
    KeyFile(other, "ES256").change(lambda keys: [RING[1], RING[0], *RING[2:]])
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(file.path)
    assert [one.key.kid for one in file.read()] == [NEW.kid, OLD.kid, *(one.key.kid for one in RING[2:])]


@pytest.mark.parametrize("prefix", ["", "\ufeff"], ids=["plain", "with-a-mark"])
def test_a_file_may_be_a_pem_document(file: KeyFile, prefix: str) -> None:
    """One key, for the algorithm that the settings say."""
    file.path.write_text(prefix + private_pem(pair_for("ES256")), encoding="utf-8")
    assert [one.key.can_sign for one in file.read()] == [True]


@pytest.mark.parametrize("text", ["", "x", "{", "a" * (MAXIMUM_BYTES + 1)], ids=["empty", "x", "brace", "large"])
def test_a_file_of_nothing_is_refused(file: KeyFile, text: str) -> None:
    """With its name, and none of what is in it."""
    file.path.write_text(text)
    with pytest.raises(KeyLoadError):
        file.read()


def test_a_file_is_a_store_that_can_be_changed(file: KeyFile) -> None:
    """So the commands work on it."""
    assert isinstance(file, ChangeableKeyStore)


def test_a_secret_is_kept_whole() -> None:
    """There is no half of it to keep."""
    secret = SigningKey.load(SECRET, "HS256")
    (read,) = read_ring(written_ring([RingKey(secret)]), "HS256")
    assert (read.key.kid, read.key.sign(b"x")) == (secret.kid, secret.sign(b"x"))
