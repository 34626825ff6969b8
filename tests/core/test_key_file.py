"""Keys in a file, which are read again when it changes, and changed at once."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from signet_tokens.errors import KeyChangeRefusedError, KeyLoadError, KeysUnavailableError
from signet_tokens.file_lock import only_one
from signet_tokens.key_file import MAXIMUM_BYTES, KeyFile
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import ChangeableKeyStore, LivingRing
from signet_tokens.ring_changes import Waits, rotate
from signet_tokens.ring_document import as_text, published_set, read_ring, written_ring
from signet_tokens.ring_key import RingKey
from tests.stand_ins.forks import child_asked, in_child
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
    """The second waits, and is refused after a while, in a sentence."""
    other = partial(only_one, file.path, longest_wait=0.1)

    def change(keys: object) -> list[RingKey]:
        with pytest.raises(KeyChangeRefusedError, match=r"has been changing .*keys\.json"), other():
            pytest.fail("two at once")
        return RING

    assert file.change(change) == RING
    with other():
        pass


def test_changes_of_many_processes_and_threads_are_all_kept(file: KeyFile) -> None:
    """Each is made on what the one before left."""
    one = RING[1].key

    def add(number: int) -> bool:
        new = SigningKey.load({**one.private_jwk(), "kid": str(number)}, "ES256")
        return bool(KeyFile(file.path, "ES256").change(lambda keys: [*keys, RingKey(new)]))

    children = [child_asked(partial(add, number)) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(add, range(4, 12)))
    assert all(child() for child in children)
    assert sorted(each.key.kid for each in file.read()) == sorted(map(str, range(12)))


def test_a_process_that_dies_leaves_no_lock(file: KeyFile) -> None:
    """The kernel takes it away, so the next change goes ahead."""

    def die() -> bool:
        def change(keys: object) -> list[RingKey]:
            os.kill(os.getpid(), signal.SIGKILL)
            return RING

        file.change(change)
        return True

    assert not in_child(die)
    assert file.change(lambda keys: RING) == RING
    assert [one.name for one in file.path.parent.iterdir()] == ["keys.json"]


def test_what_a_group_may_do_with_a_file_stays(file: KeyFile) -> None:
    """A service may read it as one of a group. Nobody else can, whatever it was before."""
    file.change(lambda keys: RING)
    file.path.chmod(0o644)
    assert file.is_open_to_others()
    file.change(lambda keys: RING)
    assert file.path.stat().st_mode & 0o777 == 0o640
    assert not file.is_open_to_others()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_change_by_root_leaves_the_owner(file: KeyFile) -> None:
    """Otherwise the service couldn't read its keys any more."""
    file.change(lambda keys: RING)
    os.chown(file.path, 12345, 12345)
    file.change(lambda keys: RING)
    assert (file.path.stat().st_uid, file.path.stat().st_gid) == (12345, 12345)


def test_a_file_of_somebody_else_is_left_alone(file: KeyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the owner can't be kept, nothing is written."""

    def fchown(*_: object) -> None:
        raise PermissionError

    file.change(lambda keys: RING)
    before = file.path.read_bytes()
    monkeypatch.setattr(os, "fchown", fchown)
    real = Path.stat
    monkeypatch.setattr(Path, "stat", lambda *args, **options: _of_another(real(*args, **options)))
    with pytest.raises(KeyChangeRefusedError, match="Run this as the owner of"):
        file.change(lambda keys: [])
    monkeypatch.undo()
    assert file.path.read_bytes() == before
    assert [one.name for one in file.path.parent.iterdir()] == ["keys.json"]


def _of_another(status: os.stat_result) -> os.stat_result:
    return os.stat_result((*status[:4], status.st_uid + 1, *status[5:]))


def test_a_mounted_secret_that_is_swapped_is_read_again(tmp_path: Path) -> None:
    """As Kubernetes does it: the file is a link through ``..data``, which another link takes the place of."""

    def mount(name: str, keys: list[RingKey]) -> None:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "keys.json").write_text(json.dumps(written_ring(keys)))
        (tmp_path / "..data_tmp").symlink_to(name)
        (tmp_path / "..data_tmp").replace(tmp_path / "..data")

    mount("..2026_1", [RING[1]])
    (tmp_path / "keys.json").symlink_to("..data/keys.json")
    file = KeyFile(tmp_path / "keys.json", "ES256")
    assert [one.key.kid for one in file.read()] == [NEW.kid]
    mount("..2026_2", [RING[0]])
    assert [one.key.kid for one in file.read()] == [OLD.kid]


def test_a_change_behind_a_link_leaves_the_link(tmp_path: Path) -> None:
    """What it leads to changes."""
    (tmp_path / "kept").mkdir()
    link = tmp_path / "keys.json"
    link.symlink_to("kept/real.json")
    KeyFile(link, "ES256").change(lambda keys: RING)
    assert link.is_symlink()
    assert len(KeyFile(tmp_path / "kept" / "real.json", "ES256").read()) == len(RING)


def test_no_look_fails_while_the_file_is_replaced(file: KeyFile) -> None:
    """Each sees the old keys or the new ones."""
    pair = RING[:2]
    file.change(lambda keys: pair)
    seen = set()
    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(lambda: [file.change(lambda keys: keys[::-1]) for _ in range(25)])
        while not changing.done():
            seen.add(tuple(one.key.kid for one in KeyFile(file.path, "ES256").read()))
    kids = tuple(one.key.kid for one in pair)
    assert seen <= {kids, kids[::-1]}


def test_a_file_that_vanishes_takes_no_keys_along(file: KeyFile, caplog: pytest.LogCaptureFixture) -> None:
    """At the start it is a 503 with a line in the log. Later, the keys that were read last stay."""
    now = NOW
    ring = LivingRing(file, clock=lambda: now)
    with pytest.raises(KeysUnavailableError):
        ring.check_signs()
    assert "keys.json" in caplog.text
    file.change(lambda keys: RING)
    now += 1
    assert ring.signing_key.kid == NEW.kid
    file.path.unlink()
    now += file.interval
    assert ring.signing_key.kid == NEW.kid
    assert "stay in force" in caplog.text


def test_a_rotation_in_one_process_reaches_another_within_the_interval(file: KeyFile) -> None:
    """Each has a ring of its own on the same file."""
    file.change(lambda keys: [RingKey(OLD), RingKey(NEW, signs_from=None)])
    now = NOW
    ring = LivingRing(KeyFile(file.path, "ES256"), clock=lambda: now)
    assert ring.signing_key.kid == OLD.kid
    waits = Waits(publication=0, longest_lifetime=60)
    assert in_child(lambda: len(KeyFile(file.path, "ES256").change(lambda keys: rotate(keys, now, waits))) == 2)
    now += file.interval
    assert ring.signing_key.kid == NEW.kid
    assert [key.kid for key in ring.keys] == [NEW.kid, OLD.kid]


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


def test_what_is_no_file_is_refused_and_holds_nobody(tmp_path: Path) -> None:
    """A pipe without a writer, for one."""
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises((KeyLoadError, OSError)):
            KeyFile(place, "ES256").read()
        with pytest.raises((KeyLoadError, OSError)):
            KeyFile(place, "ES256").change(lambda keys: keys)


@pytest.mark.parametrize("name", ["iat", "nbf", "exp"])
@pytest.mark.parametrize("at", [1_800_000_000_000, 10**30, -1], ids=str)
def test_a_time_that_no_calendar_knows_is_refused(file: KeyFile, name: str, at: int) -> None:
    """Times in milliseconds are a mistake that is easily made."""
    one, *_ = written_ring([RingKey(signing_key("ES256"))])["keys"]
    file.path.write_text(as_text({"keys": [{**one, name: at}]}))
    with pytest.raises(KeyLoadError, match="seconds since 1970"):
        file.read()
