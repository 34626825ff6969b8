"""``manage.py keys``: what it prints, what it changes, what it refuses, and with which exit status."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from drf_signet.errors import TokenError
from drf_signet.keys_in_force import get_ring
from drf_signet.ring_operation import waits
from drf_signet.settings import Settings
from drf_signet.token_explanation import explain
from drf_signet.token_lifetimes import longest_lifetime
from drf_signet.tokens import AccessToken
from signet_tokens.key_file import KeyFile
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import RETRY
from signet_tokens.ring_changes import Waits
from signet_tokens.ring_document import read_ring
from signet_tokens.ring_key import RingKey
from tests.stand_ins.key_pairs import SECRET, pair_for, private_jwk, private_pem, public_jwk, signing_key

PERIOD = timedelta(minutes=15)
PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "k"}


class ReadOnly:
    """A store that nothing changes from here."""

    interval = 60.0
    keys: ClassVar[Sequence[RingKey]] = ()

    def read(self) -> Sequence[RingKey]:
        """The keys."""
        return type(self).keys


class Elsewhere(ReadOnly):
    """A store whose key is with a signer."""

    keys = (RingKey(SigningKey.held_elsewhere(public_jwk(pair_for("ES256")), "ES256", signing_key("ES256"))),)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """SIGNING_KEYS is a file that isn't there yet."""
    path = tmp_path / "keys.json"
    with override_settings(SIGNET={"ALGORITHM": "ES256", "SIGNING_KEYS": path}):
        yield path


def keys(*words: str) -> tuple[str, str]:
    """What the command prints, and what it says beside that."""
    output, said = StringIO(), StringIO()
    call_command("keys", *words, stdout=output, stderr=said, no_color=True)
    return output.getvalue(), said.getvalue()


def refused(*words: str) -> str:
    """Why the command doesn't do it: exit status 1."""
    with pytest.raises(CommandError) as caught:
        keys(*words)
    assert caught.value.returncode == 1
    return str(caught.value)


def listed() -> list[dict[str, Any]]:
    """The keys, as machines read them."""
    found: list[dict[str, Any]] = json.loads(keys("list", "--json")[0])["keys"]
    return found


def states() -> list[str]:
    """What the keys are for."""
    return [one["state"] for one in listed()]


def later(path: Path, seconds: float) -> None:
    """Let everything in the file have happened *seconds* earlier."""
    document = json.loads(path.read_text())
    for key in document["keys"]:
        for claim in ("iat", "nbf", "exp"):
            if key.get(claim) is not None:
                key[claim] -= seconds
    path.write_text(json.dumps(document))


def test_a_ring_from_its_first_key_to_its_next(file: Path, user: User) -> None:
    """No token is refused on the way, and each step that comes too early is refused."""
    output, said = keys("generate")
    assert (output, states()) == ("", ["active"])
    assert "signs from now on" in said
    assert file.stat().st_mode & 0o777 == 0o600
    token = str(AccessToken.for_user(user))
    assert "manage.py" not in keys("generate")[1]
    assert states() == ["active", "pending"]
    assert "is pending. Rotate to it" in refused("generate")
    assert re.search(r"Rotate at .* UTC or later\. With --emergency it is done now\. Other", refused("rotate"))
    later(file, PERIOD.total_seconds())
    said = keys("rotate")[1]
    assert ("Other services" in said, states()) == (False, ["retiring", "active"])
    old, new = listed()
    assert f"{new['kid']} signs from now on" in said
    assert AccessToken(token)["user_id"] == str(user.pk)
    assert get_ring().signing_key.kid == new["kid"]
    assert "live until" in refused("retire", old["kid"])
    assert "signs. Rotate to another one first." in refused("retire", new["kid"][:6])
    later(file, old["verifies_until"] - time.time())
    assert states() == ["retired", "active"]
    assert "was over already" in keys("retire", old["kid"])[1]
    assert states() == ["active"]


def test_an_emergency_says_what_it_costs(file: Path, user: User) -> None:
    """In numbers, and only where it costs something."""
    keys("generate")
    keys("generate")
    said = keys("rotate", "--emergency")[1]
    assert "Other services may refuse new tokens for up to 15 minutes, until they have fetched the key." in said
    old = listed()[0]
    message = refused("retire", old["kid"])
    assert re.search(r"With --emergency it is done now\. Its tokens are refused .* up to \d+ days before", message)
    assert "days before they expire" in keys("retire", old["kid"], "--emergency")[1]
    assert states() == ["retired", "active"]


def test_a_compromised_key_dies_at_once(file: Path, user: User) -> None:
    """The token that this process has just verified, too. Another key takes its place."""
    keys("generate")
    token = str(AccessToken.for_user(user))
    AccessToken(token)
    kid = listed()[0]["kid"]
    said = keys("compromise", kid, "--reason", "lost laptop")[1]
    with pytest.raises(TokenError):
        AccessToken(token)
    assert states() == ["compromised", "active"]
    assert "Users who have one sign in again" in said
    assert "Other services accept such tokens until they fetch the keys again: for up to 15 minutes." in said
    assert "lost laptop" in keys("list")[0]
    assert AccessToken(str(AccessToken.for_user(user)))["user_id"] == str(user.pk)
    assert json.loads(file.read_text())["keys"][0].keys().isdisjoint(PRIVATE)


def test_an_explanation_knows_keys_that_are_over(file: Path, user: User) -> None:
    """And says so where the keys can't be read at all."""
    keys("generate")
    token, kid = str(AccessToken.for_user(user)), get_ring().signing_key.kid
    keys("compromise", kid)
    facts = dict(explain(token, timezone.now(), lambda: False).facts)
    assert facts["key"] == f"{kid} is ours, and compromised: nothing that it signed is accepted any more"
    file.unlink()
    with override_settings(SIGNET={"ALGORITHM": "ES256", "SIGNING_KEYS": file}):
        explanation = explain(token, timezone.now(), lambda: False)
    assert dict(explanation.facts)["key"] == f"{kid}: our own keys can't be read now"
    assert "keys_unavailable" in explanation.verdict


def test_the_table_says_what_may_be_done_when(file: Path) -> None:
    """With nothing private in it."""
    keys("generate")
    assert "generate a successor at any time" in keys("list")[0]
    keys("generate")
    lines = keys("list")[0].splitlines()
    assert lines[0].split() == ["STATE", "KID", "ALGORITHM", "SINCE", "UNTIL", "NEXT"]
    assert re.search(r"^active .* ES256 .* a successor is pending$", lines[1])
    assert re.search(r"^pending .* ES256 .* rotate from \d{4}-.* UTC$", lines[2])
    later(file, PERIOD.total_seconds())
    assert "rotate at any time" in keys("list")[0]
    keys("rotate")
    assert re.search(r"retiring .* UTC +retire from \d{4}-", keys("list")[0])
    for jwk in json.loads(file.read_text())["keys"]:
        for name in PRIVATE & jwk.keys():
            assert jwk[name] not in "".join((*keys("list"), *keys("list", "--json")))


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES512", "EdDSA"])
def test_a_key_is_made_for_each_algorithm(file: Path, algorithm: str) -> None:
    """Which is that of the key that signs, or ALGORITHM, where none is said."""
    keys("generate", "--algorithm", algorithm)
    keys("generate")
    assert [one["algorithm"] for one in listed()] == [algorithm, algorithm]


def test_print_changes_nothing(file: Path, user: User) -> None:
    """It prints the whole set as it would be."""
    output, said = keys("generate", "--print")
    assert not file.exists()
    assert "private keys" in said
    (one,) = read_ring(output, "ES256")
    assert one.key.can_sign
    keys("generate")
    before = file.read_bytes()
    for words in (("generate",), ("compromise", listed()[0]["kid"])):
        read = read_ring(keys(*words, "--print")[0], "ES256")
        assert len(read) == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("signet", "algorithm"),
    [
        ({"SIGNING_KEYS": [SECRET]}, "HS256"),
        ({"SIGNING_KEYS": {"keys": [{**private_jwk(pair_for("ES256")), "alg": "ES256"}]}}, "ES256"),
        ({"SIGNING_KEY": SECRET}, "HS256"),
        ({"ALGORITHM": "ES256", "SIGNING_KEY": private_pem(pair_for("ES256"))}, "ES256"),
        ({}, "HS256"),
    ],
    ids=["list", "set", "secret", "pem", "djangos-secret"],
)
def test_keys_in_the_settings_are_printed(signet: dict[str, object], algorithm: str, user: User) -> None:
    """To paste. Without --print, the command says so, and does nothing by half. Nobody is signed out by it."""
    with override_settings(SIGNET=signet):
        assert states() == ["active"]
        for words in (("generate",), ("compromise", listed()[0]["kid"])):
            assert "Run this with --print" in refused(*words)
        token = str(AccessToken.for_user(user))
        pasted = keys("generate", "--print", "--algorithm", "Ed25519")[0]
        kid = listed()[0]["kid"]
    with override_settings(SIGNET={"SIGNING_KEYS": pasted}):
        assert states() == ["active", "pending"]
        assert AccessToken(token)["user_id"] == str(user.pk)
        assert "or later" in refused("rotate", "--print")
        pasted = keys("rotate", "--print", "--emergency")[0]
    with override_settings(SIGNET={"SIGNING_KEYS": pasted}):
        assert states() == ["retiring", "active"]
        AccessToken(token)
        pasted = keys("compromise", kid, "--print")[0]
    with override_settings(SIGNET={"SIGNING_KEYS": pasted}), pytest.raises(TokenError):
        AccessToken(token)


@pytest.mark.parametrize("kid", ["-4QwpDrec", "--4QwpDrec"])
@pytest.mark.parametrize(
    "words",
    [("{kid}",), ("{kid}", "--print"), ("--print", "--reason", "it leaked", "{kid}"), ("--print", "--", "{kid}")],
)
def test_a_kid_may_begin_with_a_hyphen(kid: str, words: tuple[str, ...]) -> None:
    """One in 64 does, and one in 4,096 with two. Nobody has to know what `--` is for, and anyone may who does."""
    one = {**private_jwk(pair_for("ES256")), "kid": kid, "alg": "ES256"}
    words = tuple(word.format(kid=kid) for word in words)
    with override_settings(SIGNET={"SIGNING_KEYS": {"keys": [one]}}):
        if "--print" in words:
            assert f'"{kid}"' in keys("compromise", *words)[0]
        else:
            assert "Run this with --print" in refused("compromise", *words)


def test_a_misspelt_option_is_no_kid() -> None:
    """Beside one."""
    with pytest.raises(CommandError, match="unrecognized arguments: --emergnecy"):
        keys("retire", "abc", "--emergnecy")


def test_keys_that_cannot_be_had_are_exit_status_1(file: Path) -> None:
    """In a sentence."""
    assert "can't be used now (FileNotFoundError: " in refused("list")
    assert "No single key is called 'abc'" in refused("retire", "abc")
    file.write_text("{")
    for words in (("list",), ("generate",), ("rotate",)):
        assert str(file) in refused(*words)
    assert file.read_text() == "{"
    with override_settings(SIGNET={"SIGNING_KEYS": [""]}):
        assert "The key is empty" in refused("list")


def test_a_pem_file_is_left_as_it_is(file: Path) -> None:
    """It has room for one key, and other programs may read it."""
    file.write_text(private_pem(pair_for("ES256")))
    assert states() == ["active"]
    assert "PEM form" in refused("generate")
    assert file.read_text() == private_pem(pair_for("ES256"))
    assert len(read_ring(keys("generate", "--print")[0], "ES256")) == 2


def test_a_store_without_change_is_changed_where_it_is() -> None:
    """And a key that a signer holds is printed by nobody."""
    with override_settings(SIGNET={"ALGORITHM": "ES256", "SIGNING_KEYS": f"{__name__}.ReadOnly"}):
        assert "Run this with --print" in refused("generate")
        assert len(read_ring(keys("generate", "--print")[0], "ES256")) == 1
    with override_settings(SIGNET={"ALGORITHM": "ES256", "SIGNING_KEYS": f"{__name__}.Elsewhere"}):
        assert states() == ["active"]
        assert "with a signer elsewhere" in refused("generate", "--print")


@pytest.mark.skipif(os.name != "posix", reason="has no such modes")
def test_what_cannot_be_written_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a mounted secret is."""
    keys("generate")
    before = file.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Read-only file system")

    monkeypatch.setattr("signet_tokens.whole_file.os.fsync", refuse)
    assert "Read-only file system" in refused("generate")
    monkeypatch.undo()
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == ["keys.json"]


class OwnToken(AccessToken):
    """A token of the project's own."""

    token_type = "own"
    lifetime = timedelta(days=1)


def test_a_key_verifies_for_as_long_as_any_token_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of classes of the project, too; and while another process has not seen the newest keys."""
    usual = longest_lifetime()
    assert usual >= Settings().SESSION_LIFETIME
    monkeypatch.setattr(OwnToken, "lifetime", timedelta(days=40_000))
    assert longest_lifetime() == timedelta(days=40_000)
    monkeypatch.undo()
    long = timedelta(days=30_000)
    names = ("ACCESS_TOKEN", "REFRESH_TOKEN", "SLIDING_TOKEN", "SLIDING_TOKEN_REFRESH", "SESSION")
    for name in names:
        with override_settings(SIGNET={f"{name}_LIFETIME": long, "LEEWAY": 5}):
            assert longest_lifetime() == long + timedelta(seconds=5)
    with override_settings(SIGNET={"KEY_PUBLICATION_PERIOD": timedelta(), "SIGNING_KEYS": Path("keys.json")}):
        assert waits() == Waits(KeyFile.interval + RETRY, usual.total_seconds() + KeyFile.interval + RETRY)
