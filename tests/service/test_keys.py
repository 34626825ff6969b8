"""The keys of the service: the first one, what becomes of SIGNING_KEY, and what doctor says of them."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from django.test import override_settings

from signet_server.environment import read_environment
from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.fresh_keys import PUBLICATION, first_keys, printed
from signet_server.key_report import due, keys_in_words
from signet_tokens.keys import SigningKey
from signet_tokens.ring_document import read_ring, written_ring
from signet_tokens.ring_key import KeyState, RingKey, active, state
from tests.service.test_command import SECRETS, signet
from tests.service.test_environment import GOOD

NOW = 1_800_000_000.0
FORTNIGHT = 14 * 86_400
SECRET = GOOD["SIGNING_KEY"]
ES256 = [SigningKey.generate("ES256") for _ in range(4)]


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """An environment without keys, and with a database that isn't there."""
    database = f"sqlite:///{tmp_path / 'signet.sqlite3'}"
    rest = {"ALLOWED_HOSTS": "127.0.0.1", "EMAIL_URL": "console:", "DATABASE_URL": database}
    return {"SECRET_KEY": SECRETS["SECRET_KEY"], **rest}


def test_a_fresh_set_is_what_signing_keys_takes() -> None:
    """On one line, and its key signs at once."""
    document, words = printed(None, NOW)
    assert "\n" not in document
    rest = {name: value for name, value in GOOD.items() if name != "SIGNING_KEY"}
    assert read_environment({**rest, "SIGNING_KEYS": document}).signing_keys == document
    (one,) = read_ring(document, "HS256")
    assert (one.key.algorithm, one.published_at, one.signs_from) == ("ES256", NOW, NOW)
    assert "SIGNING_KEYS=/etc/signet/keys.json" in words
    assert str(one.key.private_jwk()["d"]) not in words


def test_a_fresh_set_has_the_secret_that_signed_until_then() -> None:
    """All nodes have the new key before it signs, and no token of the secret is refused while it lives."""
    document, words = printed(SECRET, NOW)
    keys = read_ring(document, "HS256")
    start = NOW + PUBLICATION
    assert [one.key.algorithm for one in keys if one is active(keys, start - 1)] == ["HS256"]
    assert [one.key.algorithm for one in keys if one is active(keys, start)] == ["ES256"]
    assert [state(one, keys, start + FORTNIGHT - 1) for one in keys] == [KeyState.RETIRING, KeyState.ACTIVE]
    assert [state(one, keys, start + FORTNIGHT) for one in keys] == [KeyState.RETIRED, KeyState.ACTIVE]
    assert "signs from 2027-01-15 08:15:00 UTC on" in words
    assert SECRET not in words


def test_a_secret_that_cant_be_used_is_refused() -> None:
    """In a sentence."""
    with pytest.raises(EnvironmentProblemsError, match="SIGNING_KEY can't be used") as caught:
        first_keys(NOW, "-----BEGIN PRIVATE KEY-----", NOW)
    assert "BEGIN PRIVATE" not in str(caught.value).partition("can't be used")[0]


def test_doctor_says_what_is_due() -> None:
    """Of the keys that sign soon, or did sign."""
    pending, planned, signing, old = ES256
    keys = [
        RingKey(old.public, verifies_until=NOW + 60),
        RingKey(SigningKey.load(SECRET, "HS256")),
        RingKey(signing, published_at=1.0, signs_from=2.0),
        RingKey(pending, published_at=NOW, signs_from=None),
        RingKey(planned, published_at=NOW, signs_from=NOW + 60),
    ]
    with override_settings(SIGNET={}):
        assert list(due(keys, NOW)) == [
            f"{old.kid} verifies until 2027-01-15 08:01:00 UTC",
            f"{keys[1].key.kid} verifies: retire it when its tokens have expired",
            f"{pending.kid} is pending: run 'signet keys rotate' at 2027-01-15 08:15:00 UTC or later",
            f"{planned.kid} signs from 2027-01-15 08:01:00 UTC on",
        ]
        assert f"{pending.kid} is pending: run 'signet keys rotate' now" in list(due(keys, NOW + 3_600))


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ([{**ES256[0].public_jwk()}], "no key signs: run 'signet keys list'"),
        (Path("/nowhere/keys.json"), "the file of SIGNING_KEYS isn't there: run 'signet keys generate' to make it"),
        (Path("/"), "the keys can't be read: "),
        (["s" * 60], "HS256, key "),
    ],
)
def test_doctor_says_which_key_signs(keys: object, words: str) -> None:
    """Or why none does."""
    with override_settings(SIGNET={"SIGNING_KEYS": keys}):
        (name, said), *_ = keys_in_words()
    assert name == "signing"
    assert said.startswith(words)


def test_a_first_key_needs_nothing() -> None:
    """No other variable, and no database. The set alone goes to the output."""
    result = signet("keys", "generate", variables={})
    assert result.returncode == 0, result.stderr
    assert [one.key.algorithm for one in read_ring(result.stdout, "HS256")] == ["ES256"]
    assert "This is a new key for ES256" in result.stderr


def test_a_file_is_made_and_takes_the_secret_over(place: dict[str, str], tmp_path: Path) -> None:
    """The secret signs until the operator rotates; doctor says so, and that the file is for its owner."""
    file = tmp_path / "keys.json"
    given = {**place, "SIGNING_KEYS": str(file), "SIGNING_KEY": SECRETS["SIGNING_KEY"]}
    made = signet("keys", "generate", variables=given)
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    keys = read_ring(file.read_text(), "HS256")
    assert [(one.key.algorithm, one.signs_from) for one in keys] == [("HS256", 0.0), ("ES256", None)]
    del given["SIGNING_KEY"]
    told = signet("doctor", variables=given)
    assert f"signing    HS256, key {keys[0].key.kid}\n" in told.stdout
    assert f"key        {keys[1].key.kid} is pending: run 'signet keys rotate' at " in told.stdout
    assert "secrets    SECRET_KEY of 54 characters\n" in told.stdout


def test_a_table_that_isn_t_there_is_a_sentence(place: dict[str, str]) -> None:
    """For the operator who has yet to migrate."""
    keys = {"SIGNING_KEY": SECRETS["SIGNING_KEY"], "SIGNING_KEYS": "table", "KEY_ENCRYPTION_KEYS": "A" * 43}
    given = {**place, **keys}
    result = signet("keys", "generate", variables=given)
    assert result.returncode == 2
    assert result.stderr.startswith("signet can't do that yet:\n  - SIGNING_KEYS can't be used now. The table of keys")
    assert "Traceback" not in result.stderr


def test_without_a_key_that_signs_the_service_doesnt_start(place: dict[str, str], tmp_path: Path) -> None:
    """It makes none silently: another node would have another one."""
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(written_ring([RingKey(ES256[0].public)])))
    file.chmod(0o600)
    result = signet("serve", variables={**place, "SIGNING_KEYS": str(file)})
    assert result.returncode == 2
    assert "No key of SIGNET['SIGNING_KEYS'] signs, so nobody can sign in." in result.stderr
    assert "manage.py" not in result.stderr


def test_keys_that_have_all_ended_can_be_replaced(place: dict[str, str], tmp_path: Path) -> None:
    """With the command that every hint names, though that no key signs is an error of the checks."""
    file = tmp_path / "keys.json"
    variables = {**place, "SIGNING_KEYS": str(file)}
    assert signet("keys", "generate", variables=variables).returncode == 0
    document = json.loads(file.read_text())
    for one in document["keys"]:
        one["exp"] = one["iat"] + 1
    file.write_text(json.dumps(document))
    listed = signet("keys", "list", variables=variables)
    assert (listed.returncode, "retired" in listed.stdout) == (0, True), listed.stderr
    made = signet("keys", "generate", variables=variables)
    assert (made.returncode, "signs from now on" in made.stderr) == (0, True), made.stderr
