"""What the checks say about SIGNING_KEYS: each error with its id, its words and its hint, and nothing of a key."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils.module_loading import import_string

from signet_tokens.errors import KeysUnavailableError
from signet_tokens.keys import SigningKey
from signet_tokens.ring_document import written_ring
from signet_tokens.ring_key import RingKey
from tests.checks.test_checks import said
from tests.stand_ins.key_pairs import SECRET, pair_for, private_jwk, private_pem, public_jwk, public_pem, rsa

OTHER_SECRET = "another-secret-that-is-long-enough-" * 2
ES256 = pair_for("ES256")
FORMS = "Set it to a list of keys, a JWK Set, the Path(…) of a file, or the dotted path of a class that keeps keys."
PRIVATE: dict[str, Any] = {**private_jwk(ES256), "alg": "ES256"}
STORE = f"{__name__}.Store"


class Store:
    """Keys that a test says, or an error."""

    interval = 5.0
    keys: Sequence[RingKey] = ()
    error: Exception | None = None

    def read(self) -> Sequence[RingKey]:
        """The keys."""
        if type(self).error is not None:
            raise type(self).error  # type: ignore[misc]  # not None, as was asked
        return type(self).keys


class NoStore:
    """Has nothing that a store has."""


class Broken:
    """Can't be made."""

    def __init__(self) -> None:
        raise ZeroDivisionError("by zero")


@pytest.fixture(autouse=True)
def an_empty_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with one."""
    monkeypatch.setattr(Store, "keys", ())
    monkeypatch.setattr(Store, "error", None)


def ring(keys: Any, algorithm: str = "ES256", **more: object) -> dict[str, object]:
    """Settings with SIGNING_KEYS."""
    return {"ALGORITHM": algorithm, "SIGNING_KEYS": keys, "AUDIENCE": "us", **more}


def of(found: Sequence[CheckMessage], code: str) -> CheckMessage:
    """The only one of *found*, which has the id *code*."""
    assert [one.id for one in found] == [f"signet.{code}"], found
    return found[0]


@pytest.mark.parametrize(
    "signet",
    [
        ring([SECRET, OTHER_SECRET], "HS256"),
        ring([private_pem(ES256)]),
        ring([PRIVATE]),
        ring({"keys": [PRIVATE]}),
        ring(json.dumps({"keys": [PRIVATE]})),
        ring(json.dumps(PRIVATE)),
        ring([PRIVATE, {**public_jwk(rsa("service")), "alg": "RS256"}]),
        ring([PRIVATE], KEY_PUBLICATION_PERIOD=timedelta()),
    ],
)
def test_right_keys_give_no_message(signet: dict[str, object]) -> None:
    """In each of the forms that the setting has, with ``--deploy`` too."""
    assert said(signet, deploy=True) == []


@pytest.mark.parametrize("name", ["SIGNING_KEY", "VERIFYING_KEY"])
def test_a_key_beside_them_has_no_effect(name: str) -> None:
    """Two settings for one thing are one too many."""
    assert said(ring([PRIVATE], **{name: public_pem(ES256)})) == [
        Error(
            f"SIGNET[{name!r}] has no effect, as SIGNET['SIGNING_KEYS'] is set, too.",
            hint=f"Remove {name}. If tokens of its key should stay valid, add the key to SIGNING_KEYS.",
            id="signet.E064",
        )
    ]


@pytest.mark.parametrize(
    ("keys", "words", "hint"),
    [
        ("", "The key is empty.", "It is empty, as if read from an environment variable that isn't set."),
        (SECRET, "It is neither a JWK Set, nor the dotted path of a class.", FORMS),
        (private_pem(ES256), "It is neither a JWK Set, nor the dotted path of a class.", FORMS),
        ("keys.json", "No module named 'keys'", FORMS),
        ('{"keys": []}', "The JWK Set has no keys.", FORMS),
        ({"keys": [PRIVATE, {"kty": "EC"}]}, "Key 2 of the set: The key is not a PEM or JWK key on the curve", FORMS),
        (
            [private_pem(ES256), private_pem(rsa("service"))],
            "Key 2: The key is not a PEM or JWK key on the curve for ES256.",
            "It is a private RSA key of 2048 bits, which works with ALGORITHM 'RS256'; ES256 needs another one.",
        ),
        ([PRIVATE, ""], "Key 2: The key is empty.", "It is empty, as if read from an environment variable"),
        ([PRIVATE, "{"], "Key 2: The keys are not a JWK Set", FORMS),
        (f"{__name__}.NoStore", "NoStore() is no store of keys: it lacks read() or interval.", FORMS),
        (f"{__name__}.Broken", "Broken() raises ZeroDivisionError: by zero", FORMS),
        (f"{__name__}.Nothing", 'does not define a "Nothing" attribute/class', FORMS),
    ],
)
def test_a_key_that_cannot_be_used_is_an_error(keys: Any, words: str, hint: str) -> None:
    """Which one, and why; in words that hold nothing of it."""
    message = of(said(ring(keys), deploy=True), "E065")
    assert message.msg.startswith("SIGNET['SIGNING_KEYS']: ")
    assert words in message.msg
    assert str(message.hint).startswith(hint)
    for secret in (SECRET, private_pem(ES256), str(PRIVATE["d"])):
        assert secret not in f"{message.msg} {message.hint}"


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """With what is wrong in it."""
    file = tmp_path / "keys.pem"
    file.write_text(private_pem(rsa("service")))
    for keys in (file, [PRIVATE, file]):
        message = of(said(ring(keys)), "E065")
        assert message.msg == f"SIGNET['SIGNING_KEYS']: {file}: The key is not a PEM or JWK key on the curve for ES256."
        assert "a private RSA key of 2048 bits" in str(message.hint)


def test_a_pipe_is_named_and_not_read(tmp_path: Path) -> None:
    """Nobody writes to it, so a check that read it would never end."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert of(said(ring(pipe)), "E065").msg == f"SIGNET['SIGNING_KEYS']: {pipe} is no file."


@pytest.mark.parametrize(
    ("keys", "hint"),
    [
        ([], "Run manage.py keys generate"),
        (STORE, "Run manage.py keys generate"),
        ([public_pem(ES256)], "Its keys are public ones"),
        ({"keys": [{**PRIVATE, "nbf": None}]}, "Its new key is pending"),
        ({"keys": [{**PRIVATE, "exp": 1}]}, "Run manage.py keys generate"),
        ({"keys": [{**PRIVATE, "revoked": {"revoked_at": 1}}]}, "Run manage.py keys generate"),
        ({"keys": [{**PRIVATE, "key_ops": ["verify"]}]}, "Its keys are public ones"),
    ],
    ids=["empty", "empty-store", "public", "pending", "over", "compromised", "not-for-signing"],
)
def test_keys_of_which_none_signs_are_an_error(keys: Any, hint: str) -> None:
    """Nobody could sign in."""
    message = of(said(ring(keys), deploy=True), "E066")
    assert message.msg == "No key of SIGNET['SIGNING_KEYS'] signs, so nobody can sign in."
    assert str(message.hint).startswith(hint)


@pytest.mark.parametrize(
    "keys",
    [
        [PRIVATE, PRIVATE],
        [PRIVATE, public_pem(ES256)],
        [{**PRIVATE, "kid": "a"}, {**PRIVATE, "kid": "b"}],
        [{**PRIVATE, "kid": "a"}, {**public_jwk(rsa("service")), "alg": "RS256", "kid": "a"}],
    ],
    ids=["twice", "its-public-half", "under-two-names", "one-name-for-two"],
)
def test_the_same_key_twice_is_an_error(keys: Any) -> None:
    """One is enough, and a name that two have names none."""
    message = of(said(ring(keys), deploy=True), "E067")
    kid = "a" if "kid" in keys[0] else SigningKey.load(PRIVATE, "ES256").kid[:12]
    assert message.msg == f"Two keys of SIGNET['SIGNING_KEYS'] are the same, or have the same name: {kid}."


@pytest.mark.parametrize("algorithm", ["HS256", "ES256"])
def test_secrets_beside_key_pairs_are_a_warning(algorithm: str) -> None:
    """Those who move to key pairs need both for a while."""
    message = of(said(ring([PRIVATE, {"kty": "oct", "k": "A" * 86, "alg": "HS256"}], algorithm)), "W072")
    assert isinstance(message, Warning)
    secret_that_is_over = {"kty": "oct", "k": "A" * 86, "alg": "HS256", "exp": 1}
    assert said(ring([PRIVATE, secret_that_is_over], algorithm)) == []


@pytest.mark.parametrize("error", [OSError("away"), KeysUnavailableError("no table"), LookupError("a bug")], ids=repr)
def test_a_store_that_is_away_is_a_warning(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """No check crashes, and no other one speaks up."""
    monkeypatch.setattr(Store, "error", error)
    message = of(said(ring(STORE), deploy=True), "W073")
    assert str(error) in message.msg
    assert isinstance(message, Warning)


@pytest.mark.parametrize("rubbish", [None, "keys", [PRIVATE]], ids=["none", "a-text", "jwks"])
def test_a_store_that_returns_no_keys_is_a_warning(rubbish: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it were away."""
    monkeypatch.setattr(Store, "keys", rubbish)
    assert "TypeError" in of(said(ring(STORE), deploy=True), "W073").msg


def test_a_file_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    """It may be mounted later."""
    assert str(tmp_path / "keys.json") in of(said(ring(tmp_path / "keys.json"), deploy=True), "W073").msg


def test_a_store_may_be_anybodys_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its keys are checked as those of a list."""
    assert import_string(STORE) is Store
    monkeypatch.setattr(Store, "keys", [RingKey(SigningKey.load(PRIVATE, "ES256"))])
    assert said(ring(STORE), deploy=True) == []


@pytest.mark.skipif(os.name != "posix", reason="has no such modes")
def test_a_file_that_everybody_may_read_is_a_warning_for_deployment(tmp_path: Path) -> None:
    """Unless there is nothing private in it."""
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(written_ring([RingKey(SigningKey.load(PRIVATE, "ES256"))])))
    file.chmod(0o644)
    assert said(ring(file)) == []
    for keys in (file, [file]):
        message = of(said(ring(keys), deploy=True), "W074")
        assert str(file) in message.msg
        assert f"chmod o= {file}" in str(message.hint)
    file.chmod(0o640)
    assert said(ring(file), deploy=True) == []
    public = tmp_path / "public.pem"
    public.write_text(public_pem(rsa("service")))
    public.chmod(0o644)
    assert said(ring([private_pem(rsa("other")), public], "RS256"), deploy=True) == []


def test_a_short_secret_among_them_is_a_warning() -> None:
    """The weakest counts, by the algorithm of its own."""
    message = of(said(ring([SECRET, "k" * 31], "HS256"), deploy=True), "W001")
    assert message.msg == "A key of SIGNET['SIGNING_KEYS'] is shorter than the 32 bytes that HS256 needs."
    short = {"kty": "oct", "k": "A" * 64, "alg": "HS512"}
    assert "64 bytes that HS512" in of(said(ring([SECRET, short], "HS256"), deploy=True), "W001").msg


def test_djangos_secret_among_them_is_a_warning_while_it_signs() -> None:
    """Moved to the second place, it only verifies what it signed before."""
    own = str(django_settings.SECRET_KEY)
    message = of(said(ring([own, SECRET], "HS256"), deploy=True), "W002")
    assert message.hint == "Put a secret of its own in front in SIGNET['SIGNING_KEYS']. Nobody is signed out."
    assert said(ring([SECRET, own], "HS256"), deploy=True) == []


def test_other_checks_see_the_keys() -> None:
    """Of whom tokens are for, and of what type they are."""
    assert [one.id for one in said(ring([SECRET], "HS256", AUDIENCE=None), deploy=True)] == ["signet.W004"]
    assert [one.id for one in said(ring([PRIVATE], TOKEN_TYPE_CLAIM=None), deploy=True)] == ["signet.W007"]


def test_everything_is_said_at_once() -> None:
    """A wrong key hides no other mistake, nor the reverse."""
    found = said({**ring([""]), "LEEWAY": -1, "JWT": 1})
    assert {one.id for one in found} == {"signet.E001", "signet.E006", "signet.E065"}
