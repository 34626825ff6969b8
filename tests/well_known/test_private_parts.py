"""Whatever keys a project has, and however it writes them: nothing private is in the bytes that go out."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings
from joserfc.util import urlsafe_b64decode

from drf_signet.tokens import AccessToken
from drf_signet.well_known.public_members import public_members
from signet_tokens.keys import ALGORITHMS, SigningKey, is_symmetric
from signet_tokens.ring_document import written_ring
from signet_tokens.ring_key import RingKey
from tests.stand_ins.key_pairs import SECRET, pair_for, private_jwk, private_pem, public_pem

ADDRESS: Final = "/.well-known/jwks.json"
PRIVATE: Final = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")
ALLOWED: Final = {
    "RSA": {"kty", "use", "alg", "kid", "n", "e"},
    "EC": {"kty", "use", "alg", "kid", "crv", "x", "y"},
    "OKP": {"kty", "use", "alg", "kid", "crv", "x"},
}
ASYMMETRIC: Final = [one for one in ALGORITHMS if not is_symmetric(one)]
EXTRA: Final = {
    "x5c": ["Y2VydGlmaWNhdGU="],
    "x5t": "thumbprint",
    "x5u": "https://internal.example/certificate",
    "key_ops": ["sign", "verify"],
    "note": "kept in the safe of the second floor",
}
OTHER_SECRET: Final = "another-secret-of-this-service-that-lies-beside-its-key-pairs"


def sources(algorithm: str, folder: Path) -> Mapping[str, dict[str, Any]]:
    """Settings with a key for *algorithm*, in every way in which a project can say it."""
    if is_symmetric(algorithm):
        (folder / "secret.json").write_text(json.dumps(written_ring([RingKey(SigningKey.load(SECRET, algorithm))])))
        return {
            "SIGNING_KEY": {"SIGNING_KEY": SECRET},
            "django's": {},
            "list": {"SIGNING_KEYS": [SECRET, OTHER_SECRET]},
            "file": {"SIGNING_KEYS": folder / "secret.json"},
        }
    pair = pair_for(algorithm)
    jwk = private_jwk(pair, **EXTRA, alg=algorithm)
    del jwk["key_ops"]
    named = {**jwk, "kid": "2026-a", "use": "sig"}
    secret = {"kty": "oct", "alg": "HS256", "k": urlsafe_b64encode(OTHER_SECRET.encode()).decode().rstrip("=")}
    pem = private_pem(pair)
    (folder / "keys.json").write_text(json.dumps({"keys": [named, secret]}))
    (folder / "key.pem").write_text(pem)
    return {
        "PEM": {"SIGNING_KEY": pem},
        "bytes": {"SIGNING_KEY": pem.encode()},
        "JWK": {"SIGNING_KEY": json.dumps(named)},
        "as-simple-jwt": {"SIGNING_KEY": pem, "VERIFYING_KEY": public_pem(pair)},
        "private-VERIFYING_KEY": {"VERIFYING_KEY": pem},
        "JWK-VERIFYING_KEY": {"VERIFYING_KEY": json.dumps({**jwk, "key_ops": ["verify"]})},
        "list": {"SIGNING_KEYS": [pem, {**secret}]},
        "list-of-JWKs": {"SIGNING_KEYS": [named, secret]},
        "list-of-files": {"SIGNING_KEYS": [folder / "key.pem"]},
        "set": {"SIGNING_KEYS": {"keys": [jwk, secret]}},
        "operations": {"SIGNING_KEYS": {"keys": [{**jwk, "key_ops": ["sign", "verify"]}]}},
        "text": {"SIGNING_KEYS": json.dumps({"keys": [jwk, secret]})},
        "file": {"SIGNING_KEYS": folder / "keys.json"},
    }


def forms_of(value: str) -> list[bytes]:
    """*value*, a number in base64url, also as other encodings of the same bytes."""
    raw = urlsafe_b64decode(value.encode())
    return [value.encode(), raw.hex().encode(), str(int.from_bytes(raw)).encode()]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_no_private_part_is_ever_sent(client: Client, user: User, tmp_path: Path, algorithm: str) -> None:
    """No member of a private key, no secret, no member that nobody asked for; and the key that signs is there."""
    for name, settings in sources(algorithm, tmp_path).items():
        with override_settings(SIGNET={"ALGORITHM": algorithm, **settings}):
            sent = b"".join(
                [
                    client.get(ADDRESS).content,
                    *(f"{key}: {value}".encode() for key, value in client.get(ADDRESS).items()),
                ]
            )
            keys = client.get(ADDRESS).json()["keys"]
            assert not re.search(rb'"(%s)"' % "|".join((*PRIVATE, *EXTRA)).encode(), sent), name
            for secret in (SECRET, OTHER_SECRET, "safe of the second floor", "PRIVATE KEY"):
                assert secret.encode() not in sent, name
                assert urlsafe_b64encode(secret.encode()).rstrip(b"=") not in sent, name
            if is_symmetric(algorithm):
                assert keys == [], name
                continue
            private = dict(pair_for(algorithm).as_dict(private=True))
            for member in set(PRIVATE) & private.keys():
                assert not any(form in sent for form in forms_of(str(private[member]))), (name, member)
            assert [set(one) for one in keys] == [ALLOWED[one["kty"]] for one in keys], name
            assert [one["alg"] for one in keys] == [algorithm], name
            if "VERIFYING_KEY" in name:
                continue
            header = json.loads(urlsafe_b64decode(str(AccessToken.for_user(user)).partition(".")[0].encode()))
            assert [one["kid"] for one in keys] == [header["kid"]], name


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "Ed25519"])
def test_the_last_guard_lets_no_more_through(algorithm: str) -> None:
    """Even if everything before it handed on a whole private key, or a secret."""
    members = {"use": "sig", "alg": algorithm, "kid": "one", **EXTRA}
    whole = private_jwk(pair_for(algorithm), **members)
    secret = {**members, "kty": "oct", "k": "c2VjcmV0"}
    (shown,) = public_members([secret, whole, whole])
    assert shown.keys() == ALLOWED[str(shown["kty"])]
    assert shown["kid"] == "one"
