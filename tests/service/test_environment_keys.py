"""SIGNING_KEYS and KEY_ENCRYPTION_KEYS: what is read from them, and how a wrong value is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from signet_server.environment import read_environment
from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.environment_variables import Environment
from signet_server.signing_keys import TABLE, keys_of
from signet_tokens.ring_document import written_ring
from signet_tokens.ring_key import RingKey
from tests.service.test_environment import GOOD
from tests.stand_ins.key_pairs import signing_key

SET = json.dumps(written_ring([RingKey(signing_key("ES256")), RingKey(signing_key("HS256"))]))
KEY, OTHER_KEY = "A" * 42 + "E", "B" * 42 + "E"
WITHOUT_KEY = {name: value for name, value in GOOD.items() if name != "SIGNING_KEY"}


def read(**changes: str) -> Environment:
    """A good environment without SIGNING_KEY, and with *changes*."""
    return read_environment({**WITHOUT_KEY, **changes})


def problem(**changes: str) -> str:
    """The one sentence that refuses *changes*."""
    with pytest.raises(EnvironmentProblemsError) as caught:
        read(**changes)
    (sentence,) = caught.value.sentences
    return sentence


def test_one_key_is_as_ever() -> None:
    """SIGNING_KEY alone signs, and is needed where there are no others."""
    assert keys_of(read(SIGNING_KEY=GOOD["SIGNING_KEY"])) == {"SIGNING_KEY": GOOD["SIGNING_KEY"]}
    assert problem(SIGNING_KEYS="").startswith("SIGNING_KEY is not set")


def test_a_set_a_file_and_the_table() -> None:
    """Each takes the place of SIGNING_KEY."""
    assert keys_of(read(SIGNING_KEYS=f" {SET}\n")) == {"ALGORITHM": "ES256", "SIGNING_KEYS": SET}
    assert keys_of(read(SIGNING_KEYS="/etc/keys.json")) == {
        "ALGORITHM": "ES256",
        "SIGNING_KEYS": Path("/etc/keys.json"),
    }
    assert keys_of(read(SIGNING_KEYS="keys.json")) == {"ALGORITHM": "ES256", "SIGNING_KEYS": Path.cwd() / "keys.json"}
    table = read(SIGNING_KEYS=TABLE, KEY_ENCRYPTION_KEYS=f"{KEY}, {OTHER_KEY}")
    assert keys_of(table)["KEY_ENCRYPTION_KEYS"] == (KEY, OTHER_KEY)


def test_a_former_secret_may_stay() -> None:
    """`signet keys generate` takes it over, so it has to be a good one."""
    assert read(SIGNING_KEYS=SET, SIGNING_KEY="k" * 60).signing_key == "k" * 60
    assert problem(SIGNING_KEYS=SET, SIGNING_KEY="k").startswith("SIGNING_KEY has 1 character")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("{", "SIGNING_KEYS can't be used. The keys are not a JWK Set, nor a JSON object."),
        ('{"keys": []}', "SIGNING_KEYS can't be used. The JWK Set has no keys."),
        (
            json.dumps({"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}),
            "SIGNING_KEYS can't be used. Key 1 of the set: The key is not a PEM or JWK key on the curve for ES256.",
        ),
        (
            json.dumps({"keys": [signing_key("ES256").public_jwk()]}),
            "SIGNING_KEYS has no private key that may sign: run 'signet keys generate' to make one.",
        ),
    ],
)
def test_a_bad_set_is_refused(value: str, sentence: str) -> None:
    """In a sentence, without any of it."""
    assert problem(SIGNING_KEYS=value) == sentence


@pytest.mark.parametrize("keys", ["", "short", f"{KEY},short", " , "])
def test_a_table_needs_a_key_that_encrypts(keys: str) -> None:
    """The sentence says how to make one, and holds nothing of what is there."""
    sentence = problem(SIGNING_KEYS=TABLE, KEY_ENCRYPTION_KEYS=keys)
    assert "KEY_ENCRYPTION_KEYS" in sentence
    assert sentence.endswith(": run python3 -c 'import secrets; print(secrets.token_urlsafe(32))' to make one.")
    assert "short" not in sentence


def test_a_key_that_encrypts_nothing_is_refused() -> None:
    """Somebody believes that the keys are in the table."""
    sentence = problem(SIGNING_KEYS=SET, KEY_ENCRYPTION_KEYS=KEY)
    assert sentence == "KEY_ENCRYPTION_KEYS has no effect unless SIGNING_KEYS is 'table': remove it."


def test_nothing_of_it_is_shown() -> None:
    """A traceback or a log holds no key."""
    shown = repr(read(SIGNING_KEYS=TABLE, KEY_ENCRYPTION_KEYS=KEY)) + repr(read(SIGNING_KEYS=SET))
    assert KEY not in shown
    assert str(signing_key("ES256").private_jwk()["d"]) not in shown
