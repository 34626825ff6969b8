"""Keys that outlive the process: a restart without the issuer, and what nobody should believe of a file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from signet_tokens import kept_key_sets
from signet_tokens.errors import KeysUnavailableError
from signet_tokens.kept_key_sets import FileKeeper, KeySetKeeper
from signet_tokens.remote_keys import COOL_DOWN, LONGEST_OUTAGE, MAXIMUM_AGE
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.core.issuer import key_set, private_key
from tests.issuers.web import NOW, ONE, OTHER, Web, published, token
from tests.stand_ins.clock import Clock
from tests.stand_ins.key_pairs import private_jwk, rsa

LEEWAY = LONGEST_OUTAGE * 2


@pytest.fixture
def web() -> Web:
    """An issuer."""
    made = Web()
    made.publish(ONE, published("one"))
    return made


@pytest.fixture
def clock() -> Clock:
    """The clock of all processes."""
    return Clock(NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where keys are kept."""
    return tmp_path / "a" / "keys"


def started(web: Web, clock: Clock, keeper: KeySetKeeper | None, **conditions: str) -> TrustedIssuers:
    """What a process has that starts now."""
    return TrustedIssuers([TrustedIssuer(ONE, "api", leeway=LEEWAY, **conditions)], keeper, clock, web)  # type: ignore[arg-type]


def verifies(issuers: TrustedIssuers, raw: str = "") -> bool:
    """Whether a token verifies; False where there are no keys."""
    try:
        return bool(issuers.claims(raw or token(ONE), NOW))
    except KeysUnavailableError:
        return False


@pytest.fixture
def kept(web: Web, clock: Clock, folder: Path) -> Path:
    """The file that a process left which has ended; its issuer is away."""
    assert verifies(started(web, clock, FileKeeper(folder)))
    web.end()
    (file,) = folder.iterdir()
    return file


def test_a_restart_needs_no_issuer(web: Web, clock: Clock, kept: Path) -> None:
    """It doesn't even ask, while the keys are new. Without the file, the tokens would wait for it."""
    web.asked.clear()
    assert verifies(started(web, clock, FileKeeper(kept.parent)))
    assert not web.asked
    assert not verifies(started(web, clock, None))


def test_keys_that_were_kept_grow_old(web: Web, clock: Clock, kept: Path) -> None:
    """From the time when they were fetched: then the issuer is asked, and after a day they are over."""
    clock.move(MAXIMUM_AGE + 1)
    restarted = started(web, clock, FileKeeper(kept.parent))
    web.asked.clear()
    assert verifies(restarted)
    assert web.asked == [f"{ONE}/.well-known/openid-configuration", f"{ONE}/keys"]
    clock.move(LONGEST_OUTAGE - MAXIMUM_AGE - 1)
    assert verifies(restarted)
    assert verifies(started(web, clock, FileKeeper(kept.parent)))
    clock.move(0.1)
    assert not verifies(restarted)
    assert not verifies(started(web, clock, FileKeeper(kept.parent)))


def test_new_keys_replace_the_kept_ones(web: Web, clock: Clock, kept: Path) -> None:
    """A withdrawn key doesn't come back with the next restart."""
    web.publish(ONE, published("new", "2"))
    clock.move(MAXIMUM_AGE + 1)
    new = token(ONE, private_key("new", "2"))
    assert verifies(started(web, clock, FileKeeper(kept.parent)), new)
    web.end()
    restarted = started(web, clock, FileKeeper(kept.parent))
    assert verifies(restarted, new)
    with pytest.raises(Exception, match="Token is invalid"):
        verifies(restarted)


def test_a_new_key_is_found_after_a_restart(web: Web, clock: Clock, kept: Path) -> None:
    """A name that the kept keys don't have is asked for, at the address that was discovered."""
    web.publish(ONE, published("one"), published("new", "2"))
    web.asked.clear()
    assert verifies(started(web, clock, FileKeeper(kept.parent)), token(ONE, private_key("new", "2")))
    assert web.asked == [f"{ONE}/keys"]


def test_only_its_owner_reads_it(kept: Path) -> None:
    """It holds no secret, but anyone who writes it can sign in as anybody."""
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def replaced_by_folder(file: Path) -> None:
    """Let it be a folder."""
    file.unlink()
    file.mkdir()


def replaced_by_pipe(file: Path) -> None:
    """Let it be a pipe, which nobody writes to."""
    file.unlink()
    os.mkfifo(file, 0o600)


LEAKED = key_set(published("one"), private_jwk(rsa("leak"), kid="2")).decode()


def changed(file: Path, **changes: object) -> None:
    """Put something else into the file."""
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


def linked(file: Path) -> None:
    """Let it be a link to what it was."""
    file.symlink_to(file.rename(file.with_name("elsewhere")))


UNBELIEVABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda file: file.write_bytes(b""), "it is damaged"),
    "half": (lambda file: file.write_bytes(file.read_bytes()[:200]), "it is damaged"),
    "bytes": (lambda file: file.write_bytes(b"\xff\xfe\x00"), "can't decode"),
    "list": (lambda file: file.write_text("[]"), "it is damaged"),
    "members-of-wrong-types": (lambda file: changed(file, fetched_at="now"), "it is damaged"),
    "time-true": (lambda file: changed(file, fetched_at=True), "it is damaged"),
    "no-key-set": (lambda file: changed(file, document="<html>"), "not a JWK Set"),
    "with-a-secret": (lambda file: changed(file, document=LEAKED), "it publishes a secret"),
    "of-another-issuer": (lambda file: changed(file, identifier=OTHER), "it is of another issuer"),
    "by-plain-http": (lambda file: changed(file, url="http://thief.example/"), "its address should be an https:// URL"),
    "too-old": (lambda file: changed(file, fetched_at=0), "they are too old"),
    "of-the-future": (lambda file: changed(file, fetched_at=NOW + 3_600), "or of the future"),
    "too-large": (lambda file: file.write_bytes(b" " * (kept_key_sets.MAXIMUM_BYTES + 1)), "is too large"),
    "writable-for-others": (lambda file: file.chmod(0o602), "others than the user of this process can write"),
    "writable-for-the-group": (lambda file: file.chmod(0o620), "others than the user of this process can write"),
    "a-link": (linked, "symbolic link"),
    "a-folder": (replaced_by_folder, "Is a directory"),
    "a-pipe": (replaced_by_pipe, "is not a file"),
}


@pytest.mark.parametrize(("spoil", "words"), UNBELIEVABLE.values(), ids=UNBELIEVABLE)
def test_what_cannot_be_believed_is_left_alone(
    web: Web,
    clock: Clock,
    kept: Path,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Path], object],
    words: str,
) -> None:
    """It counts as nothing, with one line in the log, and the next fetch goes on as ever."""
    spoil(kept)
    restarted = started(web, clock, FileKeeper(kept.parent))
    assert not any(verifies(restarted) for _ in range(3))
    (line,) = [one for one in caplog.messages if "that were kept" in one]
    assert line.startswith(f"Signet can't use the keys of {ONE} that were kept (")
    assert words in line
    web.publish(ONE, published("one"))
    clock.move(COOL_DOWN)
    assert verifies(restarted)


def test_a_file_of_another_user_is_left_alone(
    web: Web, clock: Clock, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless it is the administrator's."""
    owner = kept.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert verifies(started(web, clock, FileKeeper(kept.parent))) == (owner == 0)
    if owner == 0:
        os.chown(kept, 12_345, -1)
        assert not verifies(started(web, clock, FileKeeper(kept.parent)))


def test_keys_of_a_given_address_are_not_those_of_another(web: Web, clock: Clock, kept: Path) -> None:
    """The operator may have changed it for a reason."""
    assert not verifies(started(web, clock, FileKeeper(kept.parent), jwks_url=f"{ONE}/keys"))


def test_a_given_address_is_kept_as_well(web: Web, clock: Clock, folder: Path) -> None:
    """And found again."""
    assert verifies(started(web, clock, FileKeeper(folder), jwks_url=f"{ONE}/keys"))
    web.end()
    assert verifies(started(web, clock, FileKeeper(folder), jwks_url=f"{ONE}/keys"))
    assert not verifies(started(web, clock, FileKeeper(folder), jwks_url=f"{ONE}/other-keys"))


class Broken:
    """A keeper that is away."""

    def load(self, key: str) -> str | None:
        """Fail."""
        raise RuntimeError("no cache")

    def save(self, key: str, text: str) -> None:
        """Fail."""
        raise RuntimeError("no cache")


def test_a_keeper_that_fails_keeps_nobody_out(web: Web, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """The keys can be fetched, and a line says that they are lost at a restart."""
    assert verifies(started(web, clock, Broken()))
    assert caplog.messages == [
        f"Signet can't use the keys of {ONE} that were kept (no cache).",
        f"Signet can't keep the keys of {ONE} (no cache). They are lost at a restart.",
    ]


def test_keys_that_one_thread_found_are_not_lost_with_those_that_another_one_missed(
    web: Web, clock: Clock, kept: Path
) -> None:
    """A process starts without its issuer, and several requests come at once."""
    is_asked, is_missed = Event(), Event()

    class Once(FileKeeper):
        """Answers the thread that asks first, as soon as another one has got nothing."""

        def load(self, key: str) -> str | None:
            if is_asked.is_set():
                raise TimeoutError("the cache doesn't answer")
            is_asked.set()
            is_missed.wait(10)
            return super().load(key)

    web.end()
    issuers = started(web, clock, Once(kept.parent))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(verifies, issuers)
        is_asked.wait(10)
        assert not verifies(issuers)
        is_missed.set()
        assert first.result()
    assert verifies(issuers)


def test_a_folder_that_cannot_be_written_keeps_nobody_out(web: Web, clock: Clock, tmp_path: Path) -> None:
    """A path that is a file already, for example."""
    (tmp_path / "file").write_text("")
    assert verifies(started(web, clock, FileKeeper(tmp_path / "file")))


def test_a_tilde_is_the_home_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in other paths."""
    monkeypatch.setenv("HOME", str(tmp_path))
    FileKeeper("~/keys").save("key", "text")
    assert (tmp_path / "keys" / "key.json").read_text() == "text"


def test_no_half_file_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full, what was there before stays."""
    keeper = FileKeeper(folder)
    keeper.save("key", "before")

    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        keeper.save("key", "after")
    assert [one.name for one in folder.iterdir()] == ["key.json"]
    assert keeper.load("key") == "before"
    assert keeper.load("another") is None
