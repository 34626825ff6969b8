"""Key sets that nobody should trust: refused with one line in the log, while the last good set stays in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from signet_tokens import document_fetch
from signet_tokens.errors import KeysUnavailableError
from signet_tokens.key_set_log import LONGEST_LINE, SILENCE
from signet_tokens.remote_keys import COOL_DOWN, MAXIMUM_AGE
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.core.issuer import Issuer, key_set, private_key, serving
from tests.issuers.web import NOW, ONE, Web, published, token
from tests.stand_ins.clock import Clock
from tests.stand_ins.key_pairs import Jwk, pair_for, private_jwk, public_jwk, rsa

GOOD = published("one")
ELLIPTIC = public_jwk(pair_for("ES256"), kid="e")


@pytest.fixture
def clock() -> Clock:
    """The clock of the key set."""
    return Clock(NOW)


@pytest.fixture
def server() -> Iterator[Issuer]:
    """An issuer with a good key set."""
    with serving() as started:
        started.document = key_set(GOOD)
        yield started


def trusting(url: str, clock: Clock, **options: Any) -> TrustedIssuers:
    """One issuer, with its key set at *url*."""
    return TrustedIssuers([TrustedIssuer(ONE, "api", jwks_url=url)], clock=clock, **options)


def redirects(server: Issuer) -> None:
    """It sends Signet to another place."""
    server.status, server.headers = 302, {"Location": "http://127.0.0.1:1/"}


def is_too_large(server: Issuer) -> None:
    """It sends a megabyte."""
    server.document = key_set(GOOD).ljust(1_000_000)


def says_nothing(server: Issuer) -> None:
    """It accepts the request, and that is all."""
    server.may_answer.clear()


def breaks_off(server: Issuer) -> None:
    """It announces more than it sends."""
    server.headers = {"Content-Length": "100000"}


TWICE = b'{"keys": [{"kty": "RSA", "kty": "EC"}]}'
LEAKED = private_jwk(rsa("leak"), kid="2")
SECRET = {"kty": "oct", "kid": "s", "k": "c2VjcmV0" * 8}
DOCUMENTS: dict[str, tuple[bytes, str]] = {
    "not-json": (b"<html>", "not a JWK Set, nor a JSON object"),
    "members-twice": (b'{"keys": [], "keys": []}', "without repeated names"),
    "members-of-a-key-twice": (TWICE, "without repeated names"),
    "nested-deeply": (b'{"keys": [' + b"[" * 5_000 + b"]" * 5_000 + b"]}", "nor a JSON object"),
    "nested-a-little": (b'{"keys": [' + b"[" * 50 + b"]" * 50 + b"]}", "nor a JSON object"),
    "huge-number": (b'{"keys": [{"kty": "RSA", "n": ' + b"9" * 5_000 + b"}]}", "nor a JSON object"),
    "infinite-number": (b'{"keys": [], "a": 1e999}', "nor a JSON object"),
    "no-list": (b'{"keys": {"kty": "RSA"}}', "it has no list 'keys'"),
    "10000-keys": (key_set(*[{"kty": "RSA"}] * 10_000), "it has 10000 keys, but the limit is 100"),
    "one-name-twice": (key_set(GOOD, published("thief")), "two of its keys have the kid '1'"),
    "private-key": (key_set(GOOD, LEAKED), "it publishes a secret: the key '2' has 'd', 'dp'"),
    "private-key-for-encryption": (key_set(GOOD, {**LEAKED, "use": "enc"}), "it publishes a secret"),
    "shared-secret": (key_set(GOOD, SECRET), "it publishes a secret: the key 's' has 'k'"),
}
SERVERS: dict[str, tuple[Callable[[Issuer], None], str]] = {
    "redirect": (redirects, "redirects are refused"),
    "too-large": (is_too_large, "the document is too large"),
    "breaks-off": (breaks_off, "the document ended early"),
    "never-answers": (says_nothing, "too slow"),
}


def check_refused(issuers: TrustedIssuers, clock: Clock, caplog: pytest.LogCaptureFixture, words: str) -> None:
    """The good key of before stays in force, and one line names the issuer and the reason."""
    clock.move(MAXIMUM_AGE + 1)
    for _ in range(5):
        # Later the first line would be due again.
        clock.move(COOL_DOWN)
        assert issuers.claims(token(ONE), NOW)
    (line,) = caplog.messages
    assert ONE in line
    assert words in line
    assert "The known keys stay in force." in line


@pytest.mark.parametrize(("document", "words"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_hostile_document_is_refused(
    clock: Clock, caplog: pytest.LogCaptureFixture, document: bytes, words: str
) -> None:
    """Although there is a good key in it."""
    web = Web()
    web.publish(ONE, GOOD)
    issuers = trusting(f"{ONE}/keys", clock, fetch=web)
    issuers.claims(token(ONE), NOW)
    web.documents[f"{ONE}/keys"] = document
    check_refused(issuers, clock, caplog, words)


@pytest.mark.parametrize(("spoil", "words"), SERVERS.values(), ids=SERVERS)
def test_a_hostile_server_is_refused(
    server: Issuer,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Issuer], None],
    words: str,
) -> None:
    """It keeps no request waiting for long."""
    monkeypatch.setattr(document_fetch, "TIMEOUT", 0.1)
    issuers = trusting(server.url, clock)
    issuers.claims(token(ONE), NOW)
    spoil(server)
    check_refused(issuers, clock, caplog, words)


BAD_KEYS: dict[str, Jwk] = {
    "rsa-512": {**GOOD, "kid": "bad", "n": "s" * 86},
    "rsa-16384": {**GOOD, "kid": "bad", "n": "s" * 2731},
    "rsa-without-exponent": {name: value for name, value in GOOD.items() if name != "e"} | {"kid": "bad"},
    "rsa-exponent-of-one": {**GOOD, "kid": "bad", "e": "AQ"},
    "off-the-curve": {**ELLIPTIC, "kid": "bad", "y": ELLIPTIC["x"]},
    "edwards-too-short": {"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "kid": "bad"},
    "name-of-a-wrong-type": {**GOOD, "kid": 5},
}


@pytest.mark.parametrize("bad", BAD_KEYS.values(), ids=BAD_KEYS)
def test_a_bad_key_among_good_ones_is_dropped(clock: Clock, caplog: pytest.LogCaptureFixture, bad: Jwk) -> None:
    """With a line in the log. The good ones are used."""
    web = Web()
    web.publish(ONE, bad, GOOD, ELLIPTIC)
    issuers = trusting(f"{ONE}/keys", clock, fetch=web)
    assert issuers.claims(token(ONE), NOW)
    assert {key.kid for key in issuers.keys_of(ONE).known()} == {"1", "e"}
    (line,) = caplog.messages
    assert line.startswith(f"Signet can't use some of the keys of {ONE}: kty ")


OTHER_KEYS: dict[str, Any] = {
    "use": {**published("other", "2"), "use": "enc"},
    "operations": {**published("other", "2"), "key_ops": ["encrypt"]},
    "operations-of-a-signer": {**published("other", "2"), "key_ops": ["sign"]},
    "algorithm": {**published("other", "2"), "alg": "RSA-OAEP"},
    "hs256": {**published("other", "2"), "alg": "HS256"},
    "type": {"kty": "AKP", "alg": "ML-DSA-44", "kid": "2", "pub": "AA"},
    "curve": {"kty": "OKP", "crv": "X25519", "kid": "2", "x": "AA"},
    "no-object": "key",
}


@pytest.mark.parametrize("other", OTHER_KEYS.values(), ids=OTHER_KEYS)
def test_a_key_for_something_else_is_passed_over(clock: Clock, caplog: pytest.LogCaptureFixture, other: Any) -> None:
    """Providers publish such keys beside those that sign (RFC 7517 section 5), so it is nothing to log."""
    web = Web()
    web.publish(ONE, other, GOOD)
    issuers = trusting(f"{ONE}/keys", clock, fetch=web)
    assert issuers.claims(token(ONE), NOW)
    assert [key.kid for key in issuers.keys_of(ONE).known()] == ["1"] * 2
    assert not caplog.messages


def test_the_same_line_comes_again_after_a_while(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """An outage of a day is no flood of lines, and doesn't go unnoticed."""
    web = Web()
    issuers = trusting(f"{ONE}/keys", clock, fetch=web)
    for _ in range(int(3 * SILENCE / COOL_DOWN)):
        with pytest.raises(KeysUnavailableError):
            issuers.claims(token(ONE), NOW)
        clock.move(COOL_DOWN)
    assert caplog.messages == [f"Signet could not fetch the keys of {ONE} (nobody answers there). No key is known."] * 3


def test_a_line_is_one_line(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a server sends to be quoted."""
    web = Web()
    web.documents[f"{ONE}/keys"] = OSError("a\nb\x1b[2J" + "c" * 1_000)
    with pytest.raises(KeysUnavailableError):
        trusting(f"{ONE}/keys", clock, fetch=web).claims(token(ONE), NOW)
    (line,) = caplog.messages
    assert "(a?b?[2Jc" in line
    assert len(line) == LONGEST_LINE


def test_a_secret_is_not_in_the_log(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever reads logs needn't have it as well."""
    leaked = private_jwk(rsa("leak"), kid="2")
    web = Web()
    web.publish(ONE, leaked)
    with pytest.raises(KeysUnavailableError):
        trusting(f"{ONE}/keys", clock, fetch=web).claims(token(ONE, private_key("leak", "2")), NOW)
    assert not any(str(leaked[name]) in caplog.text for name in ("d", "p", "q"))
