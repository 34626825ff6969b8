"""Keys as they come from environment variables and files, and what `manage.py check` says about each."""

from __future__ import annotations

import base64
import datetime as dt
import json
import subprocess
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.checks import CheckMessage, run_checks
from django.test import override_settings

from drf_signet.errors import TokenError
from drf_signet.key_hints import hint_for
from drf_signet.keys_in_force import get_ring
from drf_signet.tokens import RefreshToken
from tests.others.page import blocks_of, blocks_under
from tests.stand_ins.key_pairs import SECRET

PASSWORD = BestAvailableEncryption(b"passphrase")


@cache
def pair(bits: int = 2048) -> rsa.RSAPrivateKey:
    """An RSA key."""
    return rsa.generate_private_key(65537, bits)


def private(key: Any = None, form: PrivateFormat = PrivateFormat.PKCS8, encryption: Any = None) -> str:
    """The private key in PEM form."""
    made: bytes = (key or pair()).private_bytes(Encoding.PEM, form, encryption or NoEncryption())
    return made.decode()


def public(key: Any = None) -> str:
    """The public key in PEM form."""
    made: bytes = (key or pair()).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return made.decode()


def openssh() -> str:
    """The public key as ``ssh-keygen`` writes it."""
    return pair().public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


@cache
def certificate() -> str:
    """A certificate of the public key."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "id.example")])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder(name, name, pair().public_key(), 1, start, start.replace(year=2027))
    return made.sign(pair(), hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def inside(text: str) -> str:
    """A PEM document without its first and its last line."""
    return "\n".join(text.splitlines()[1:-1])


def base64_of(text: str) -> str:
    """*text* in base64."""
    return base64.b64encode(text.encode()).decode()


def said(signet: object) -> list[CheckMessage]:
    """The messages of this library's checks."""
    with override_settings(SIGNET=signet):
        return [one for one in run_checks() if (one.id or "").startswith("signet.")]


LINE_BREAKS = r'Its line breaks are written as \n. Add .replace("\\n", "\n") where you read it.'
QUOTES = "Remove the quotes around it."
IN_BASE64 = "It is a PEM document in base64. Decode it with base64.b64decode()."
NO_FRAME = "It lacks the lines -----BEGIN … KEY----- and -----END … KEY----- around it."
NO_END = "It has no -----END line, so its rest is lost. Without quotes, a variable ends at its first line."
ENCRYPTED = "It is encrypted. Remove the passphrase with openssl pkey -in key.pem -out plain.pem."
HYPHENS = "BEGIN … and END … need five hyphens on each side. Copy the file again."
A_PATH = "It looks like the path of a file. Give the content of the file, with Path(…).read_text()."
A_VARIABLE = "It looks like the name of a variable that nothing replaced by its value."
NO_PEM = "It is not a PEM document, which begins with -----BEGIN. For a shared secret, set ALGORITHM to 'HS256'."
DAMAGED = "It begins like a PEM document, but it is damaged. Copy the file again."
BAD_JWK = "It begins like a JWK, but it is not JSON, or a part of the key is missing."
SEVERAL = "It holds several keys. Leave only the one that belongs here."

SPOILT: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "literal-line-breaks": (lambda: private().replace("\n", "\\n"), LINE_BREAKS),
    "literal-windows-line-breaks": (lambda: private().replace("\n", "\\r\\n"), LINE_BREAKS),
    "escaped-twice": (lambda: private().replace("\n", "\\\\n"), LINE_BREAKS),
    "literal-in-bytes": (lambda: private().replace("\n", "\\n").encode(), LINE_BREAKS),
    "certificate-with-literal-line-breaks": (lambda: certificate().replace("\n", "\\n"), LINE_BREAKS),
    "public-with-literal-line-breaks": (lambda: public().replace("\n", "\\n"), LINE_BREAKS),
    "quotes-and-line-breaks": (lambda: f'"{private()}"'.replace("\n", "\\n"), f"{QUOTES} {LINE_BREAKS}"),
    "single-quotes-and-line-breaks": (lambda: f"'{private()}'".replace("\n", "\\n"), f"{QUOTES} {LINE_BREAKS}"),
    "base64": (lambda: base64_of(private()), IN_BASE64),
    "base64-in-lines": (lambda: base64.encodebytes(private().encode()).decode(), IN_BASE64),
    "base64-of-line-breaks": (lambda: base64_of(private().replace("\n", "\\n")), f"{IN_BASE64} {LINE_BREAKS}"),
    "no-frame": (lambda: inside(private()), NO_FRAME),
    "no-frame-in-one-line": (lambda: inside(private()).replace("\n", ""), NO_FRAME),
    "no-frame-public": (lambda: inside(public()).replace("\n", ""), NO_FRAME),
    "no-frame-of-pkcs1": (lambda: inside(private(form=PrivateFormat.TraditionalOpenSSL)), NO_FRAME),
    "no-frame-of-a-certificate": (lambda: inside(certificate()), NO_FRAME),
    "first-line-alone": (lambda: private().splitlines()[0], NO_END),
    "no-last-line": (lambda: "\n".join(private().splitlines()[:-1]), NO_END),
    "encrypted": (lambda: private(encryption=PASSWORD), ENCRYPTED),
    "encrypted-the-old-way": (
        lambda: private(form=PrivateFormat.TraditionalOpenSSL, encryption=PASSWORD),
        ENCRYPTED,
    ),
    "encrypted-with-line-breaks": (lambda: private(encryption=PASSWORD).replace("\n", "\\n"), ENCRYPTED),
    "dashes": (lambda: private().replace("-----", "\N{EM DASH}"), HYPHENS),
    "four-hyphens": (lambda: private().replace("-----", "----"), HYPHENS),
    "as-in-a-url": (
        lambda: private().replace("\n", "%0A"),
        "It is encoded as in a URL (%0A). Decode it with urllib.parse.unquote().",
    ),
    "backslashes": (
        lambda: private().replace("\n", "\\\n"),
        "Remove the backslashes at the ends of its lines.",
    ),
    "a-path": (lambda: "/run/secrets/jwt.pem", A_PATH),
    "a-path-from-here": (lambda: "keys/private.pem", A_PATH),
    "a-path-of-windows": (lambda: "C:\\keys\\private.pem", A_PATH),
    "a-path-without-an-ending": (lambda: "/run/secrets/jwt_key", A_PATH),
    "a-variable": (lambda: "$TOKEN_KEY", A_VARIABLE),
    "a-variable-in-braces": (lambda: "${TOKEN_KEY}", A_VARIABLE),
    "a-template": (lambda: "{{ token_key }}", A_VARIABLE),
    "a-secret": (lambda: SECRET, NO_PEM),
    "damaged": (lambda: private().replace("M", "*"), DAMAGED),
    "a-request": (
        lambda: "-----BEGIN CERTIFICATE REQUEST-----\nMIIC\n-----END CERTIFICATE REQUEST-----",
        "It is a certificate request. Give the key instead.",
    ),
    "both-halves": (lambda: private() + public(), SEVERAL),
    "utf-16": (
        lambda: private().encode("utf-16"),
        "Save it as UTF-8. It is UTF-16, which PowerShell writes by default.",
    ),
    "der-cut": (
        lambda: b"\x30\x82\xff\xfe",
        (
            "It is in DER form, or not a key. To make a PEM document, run openssl pkey -inform DER -in key.der -out "
            "key.pem."
        ),
    ),
    "no-text": (lambda: "\udcff" + private(), "It holds a character that isn't text. Copy the file again."),
    "a-key-set": (
        lambda: json.dumps({"keys": [{"kty": "RSA"}]}),
        "It is a whole JWK Set. Set SIGNING_KEYS to it, or JWK_URL to its address, or use one of its keys.",
    ),
    "a-jwk-in-halves": (lambda: '{"kty": "RSA", "n"', BAD_JWK),
    "a-jwk-that-lacks-something": (lambda: '{"kty": "RSA"}', BAD_JWK),
    "a-jwk-of-a-secret": (
        lambda: '{"kty": "oct", "k": "c2VjcmV0c2VjcmV0"}',
        "It is a shared secret in JWK form; RS256 needs another one.",
    ),
    "too-short": (
        lambda: private(pair(1024)),
        "It is a private RSA key of 1024 bits. To make one of a good length, run openssl genrsa 3072.",
    ),
    "too-short-with-line-breaks": (
        lambda: private(pair(1024)).replace("\n", "\\n"),
        f"{LINE_BREAKS} It is a private RSA key of 1024 bits. To make one of a good length, run openssl genrsa 3072.",
    ),
    "another-kind": (
        lambda: private(ec.generate_private_key(ec.SECP256R1())),
        "It is a private key on the curve P-256, which works with ALGORITHM 'ES256'; RS256 needs another one.",
    ),
    "a-curve-for-nothing": (
        lambda: private(ec.generate_private_key(ec.SECP256K1())),
        "It is a private key on the curve secp256k1; RS256 needs another one.",
    ),
    "dsa": (
        lambda: private(dsa.generate_private_key(2048)),
        "It is a private DSA key; RS256 needs another one.",
    ),
}


@pytest.mark.parametrize(("make", "hint"), SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("name", ["SIGNING_KEY", "VERIFYING_KEY"])
def test_a_spoilt_key_is_named_with_its_mend(name: str, make: Callable[[], str | bytes], hint: str) -> None:
    """One error with the name of the setting, what to do, and nothing of the key."""
    key = make()
    (error,) = said({"ALGORITHM": "RS256", name: key})
    wrong = "an RSA key of 2048 to 8192 bits in PEM or JWK form for RS256"
    assert (error.id, error.msg, error.hint) == ("signet.E004", f"SIGNET['{name}']: The key is not {wrong}.", hint)
    body = inside(private()).splitlines()
    assert not any(line in str(error) for line in body)


TAKEN: dict[str, Callable[[], str | bytes]] = {
    "windows-line-breaks": lambda: private().replace("\n", "\r\n"),
    "blanks-for-line-breaks": lambda: private().replace("\n", " "),
    "no-line-breaks": lambda: private().replace("\n", ""),
    "quotes": lambda: f'"{private()}"',
    "blanks-before-lines": lambda: "".join(f"    {line}\n" for line in private().splitlines()),
    "byte-order-mark": lambda: "\ufeff" + private(),
    "words-before": lambda: "Bag Attributes\n" + private(),
    "bytes": lambda: private().encode(),
    "pkcs1": lambda: private(form=PrivateFormat.TraditionalOpenSSL),
    "openssh": lambda: private(form=PrivateFormat.OpenSSH),
}


@pytest.mark.parametrize("make", TAKEN.values(), ids=TAKEN)
def test_what_can_be_read_is_no_error(make: Callable[[], str | bytes]) -> None:
    """The library below reads these as keys."""
    assert said({"ALGORITHM": "RS256", "SIGNING_KEY": make()}) == []


@pytest.mark.parametrize("make", [public, certificate, openssh], ids=["pem", "certificate", "openssh"])
def test_a_public_key_signs_nothing(make: Callable[[], str]) -> None:
    """It is an error as SIGNING_KEY, and right as VERIFYING_KEY, even in a certificate."""
    assert said({"ALGORITHM": "RS256", "VERIFYING_KEY": make()}) == []
    (error,) = said({"ALGORITHM": "RS256", "SIGNING_KEY": make()})
    assert (error.id, error.msg) == ("signet.E046", "SIGNET['SIGNING_KEY'] is a public key, which can't sign.")
    assert error.hint is not None
    assert "VERIFYING_KEY" in error.hint


def test_a_private_key_is_more_than_verifies() -> None:
    """It works, and should not be there."""
    (warning,) = said({"ALGORITHM": "RS256", "SIGNING_KEY": private(), "VERIFYING_KEY": private()})
    assert warning.id == "signet.W048"
    assert said({"ALGORITHM": "RS256", "SIGNING_KEY": private(), "VERIFYING_KEY": public()}) == []


CURVES = {
    "ES256": (ec.SECP384R1, "P-384", "ES384"),
    "ES384": (ec.SECP521R1, "P-521", "ES512"),
    "ES512": (ec.SECP256R1, "P-256", "ES256"),
}


@pytest.mark.parametrize(("algorithm", "case"), CURVES.items(), ids=CURVES)
def test_a_key_on_the_wrong_curve_is_reported(algorithm: str, case: tuple[Any, str, str]) -> None:
    """The message names the algorithm that fits it."""
    curve, name, other = case
    (error,) = said({"ALGORITHM": algorithm, "SIGNING_KEY": private(ec.generate_private_key(curve()))})
    words = f"It is a private key on the curve {name}, which works with ALGORITHM '{other}'"
    assert error.hint == f"{words}; {algorithm} needs another one."


@pytest.mark.parametrize("make", [private, certificate, openssh], ids=["pem", "certificate", "openssh"])
def test_a_key_of_a_pair_is_no_secret(make: Callable[[], str]) -> None:
    """The default algorithm uses a secret, and people set only the key."""
    for key in (make(), make().replace("\n", "\\n")):
        (error,) = said({"SIGNING_KEY": key})
        assert error.msg.startswith("SIGNET['SIGNING_KEY']: The key is not a shared secret")
        assert error.hint is not None
        assert error.hint.endswith("It is half of a key pair, but HS256 needs a secret. Set ALGORITHM to 'RS256'.")


@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
@pytest.mark.parametrize("key", ["", " ", "\n", b"", b" \n"])
def test_an_empty_key_is_that_of_no_variable(algorithm: str, key: str | bytes) -> None:
    """The variable isn't set, and its default is no key."""
    (error,) = said({"ALGORITHM": algorithm, "SIGNING_KEY": key})
    assert error.id in ("signet.E004", "signet.E010")
    assert error.hint is not None
    assert error.hint.startswith("It is empty, as if read from an environment variable that isn't set.")


def test_the_secret_of_django_is_named_as_its_own() -> None:
    """If it signs, or used to."""
    with override_settings(SECRET_KEY_FALLBACKS=[private()]):
        (error,) = said({})
    assert error.msg.startswith("SECRET_KEY_FALLBACKS: The key is not a shared secret")


@pytest.mark.parametrize("material", ["-" * 5_000, "-----BEGIN A-----" * 500, "A" * 50_000, "{" * 5_000, "\\n" * 9_000])
def test_whatever_it_is_there_is_a_hint(material: str) -> None:
    """A check never fails over a key."""
    assert hint_for(material, "RS256").endswith(".")
    assert hint_for(material, "HS256")


def test_the_line_of_the_page_reads_such_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Word for word."""
    names: dict[str, Any] = {}
    monkeypatch.setenv("TOKEN_KEY", private().replace("\n", "\\n"))
    (block,) = blocks_under("Read a key from an environment variable", "keys")
    exec(block, names)
    assert said(names["SIGNET"]) == []
    with override_settings(SIGNET=names["SIGNET"]):
        assert get_ring().signing_key.can_sign


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_the_secret_that_the_page_prints_is_long_enough(algorithm: str) -> None:
    """No check complains about it."""
    block = blocks_of("keys", "sh")[0]
    printed = subprocess.run(["sh", "-c", block], capture_output=True, text=True, check=True).stdout.strip()
    assert said({"ALGORITHM": algorithm, "SIGNING_KEY": printed}) == []


def public_half(key: rsa.RSAPrivateKey) -> str:
    """In PEM form."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


OLD, NEW = "o" * 64, "n" * 64


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        ({"SECRET_KEY": OLD}, {"SECRET_KEY": NEW, "SECRET_KEY_FALLBACKS": [OLD]}, True),
        ({"SIGNET": {"SIGNING_KEY": OLD}}, {"SIGNET": {"SIGNING_KEY": NEW}}, False),
        ({"SIGNET": {"SIGNING_KEY": OLD}}, {"SIGNET": {"SIGNING_KEYS": [NEW, OLD]}}, True),
        (
            {"SIGNET": {"ALGORITHM": "RS256", "SIGNING_KEY": private(pair())}},
            {
                "SIGNET": {
                    "ALGORITHM": "RS256",
                    "SIGNING_KEY": private(pair(3072)),
                    "VERIFYING_KEY": public_half(pair()),
                }
            },
            True,
        ),
    ],
    ids=["SECRET_KEY", "a secret", "secrets", "a private key"],
)
def test_a_change_of_the_key_signs_out_whom_the_page_says(
    before: dict[str, Any], after: dict[str, Any], stays: bool
) -> None:
    """Each kind of keys, in one setting or in several."""
    with override_settings(**{"SIGNET": {}, **before}):
        token = str(RefreshToken())
    with override_settings(**{"SIGNET": {}, **after}):
        if stays:
            assert RefreshToken(token)["token_type"] == "refresh"
        else:
            with pytest.raises(TokenError):
                RefreshToken(token)
