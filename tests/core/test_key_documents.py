"""Which URLs Signet fetches keys from, how much of an answer it reads, and which members of a key set are keys."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from drf_signet.errors import KeyLoadError, KeysUnavailableError
from signet_tokens import document_fetch, feed_fetch
from signet_tokens.document_fetch import MAXIMUM_BYTES, fetch_document, is_safe_url
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.key_sets import MAXIMUM_KEYS, read_key_set
from signet_tokens.keys import SigningKey
from signet_tokens.remote_keys import RemoteKeySet
from tests.core.issuer import Issuer, key_set, serving
from tests.stand_ins.key_pairs import pair_for, public_jwk, rsa


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """An issuer that publishes one key, ``first``."""
    with serving() as started:
        yield started


def fetched(url: str) -> RemoteKeySet:
    """The key set behind *url*, to be fetched."""
    return RemoteKeySet(FixedAddress(url), ["RS256"])


def usable(*members: object) -> dict[str, SigningKey]:
    """The keys for RS256 of a set of *members*."""
    return dict(read_key_set(key_set(*members), ["RS256"]).of("RS256"))


GOOD_URLS = [
    "https://id.example/jwks.json",
    "HTTPS://ID.EXAMPLE/",
    "https://id.example:8443/a?b=c",
    "http://localhost:8000/jwks.json",
    "http://LOCALHOST/",
    "http://127.0.0.1:1/",
    "http://[::1]:8000/",
]
BAD_URLS = [
    "http://id.example/jwks.json",
    "http://localhost.evil.example/",
    "http://127.0.0.1.evil.example/",
    "http://localhost@evil.example/",
    "http://10.0.0.1/",
    "ftp://localhost/",
    "file:///etc/passwd",
    "data:application/json,{}",
    "//id.example/",
    "id.example/jwks.json",
    "https://",
    "https:///jwks.json",
    "http://[::1",
    "",
]


@pytest.mark.parametrize("url", GOOD_URLS)
def test_keys_come_from_https_or_this_very_machine(url: str) -> None:
    """Nobody on the way can insert keys of their own."""
    assert is_safe_url(url)
    FixedAddress(url)


@pytest.mark.parametrize("url", BAD_URLS)
def test_keys_come_from_nowhere_else(url: str) -> None:
    """Plain http to other hosts, other schemes and addresses without a host are refused before any request."""
    assert not is_safe_url(url)
    with pytest.raises(KeyLoadError) as caught:
        FixedAddress(url)
    assert caught.value.message.startswith("JWK_URL should ")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused(issuer: Issuer, status: int) -> None:
    """Keys come from the address the operator named, and the other one is never asked."""
    with serving() as elsewhere:
        issuer.status = status
        issuer.headers = {"Location": elsewhere.url}
        with pytest.raises(OSError, match="redirects are refused"):
            fetch_document(issuer.url)
        with pytest.raises(KeysUnavailableError):
            fetched(issuer.url).find("RS256", "first")
        assert elsewhere.fetches == 0


def test_the_largest_answer_is_read_and_a_larger_one_is_not(issuer: Issuer) -> None:
    """The bound is exact, whatever the server says about the length."""
    issuer.document = issuer.body().ljust(MAXIMUM_BYTES)
    assert len(fetch_document(issuer.url)) == MAXIMUM_BYTES
    issuer.document += b" "
    with pytest.raises(ValueError, match="too large"):
        fetch_document(issuer.url)


def test_a_megabyte_is_refused(issuer: Issuer) -> None:
    """A good key at its start doesn't make it a key set."""
    issuer.document = issuer.body().ljust(1_000_000)
    with pytest.raises(KeysUnavailableError):
        fetched(issuer.url).find("RS256", "first")


def test_an_answer_that_does_not_come_is_given_up(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that accepts the request and says nothing is an outage."""
    issuer.may_answer.clear()
    # A busy machine may have given up before it asked.
    for tries, seconds in enumerate((0.05, 1.0, 10.0), 1):
        monkeypatch.setattr(document_fetch, "TIMEOUT", seconds)
        with pytest.raises(KeysUnavailableError):
            fetched(issuer.url).find("RS256", "first")
        assert issuer.fetches <= tries
        if issuer.fetches:
            break
    assert issuer.fetches


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("beginning", "drop"),
    [
        (HEAD + b"Connection: close\r\n\r\n", b" "),
        (HEAD + b"X: ", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "header", "chunk", "continue"],
)
@pytest.mark.parametrize("module", [document_fetch, feed_fetch], ids=["keys", "feed"])
def test_an_answer_that_drips_is_given_up(
    module: Any, beginning: bytes, drop: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that sends a byte now and then keeps no thread for longer than the document may take."""
    monkeypatch.setattr(module, "TIMEOUT", 0.2)
    is_over = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = Thread(target=drip, args=(server, is_over, beginning, drop))
        dripping.start()
        try:
            with pytest.raises(TimeoutError, match="too slow"):
                fetch_from(module, f"http://127.0.0.1:{server.getsockname()[1]}/")
        finally:
            is_over.set()
            dripping.join()


def fetch_from(module: Any, url: str) -> object:
    """As the *module* does it."""
    return module.fetch_document(url) if module is document_fetch else module.fetch_feed(url, None)


def drip(server: socket.socket, is_over: Event, beginning: bytes, drop: bytes) -> None:
    """Answer one request with a *drop* every few milliseconds, for ten seconds at most."""
    connection, _ = server.accept()
    with connection, suppress(BrokenPipeError, ConnectionResetError):
        connection.recv(4096)
        connection.sendall(beginning)
        for _ in range(1_000):
            if is_over.wait(0.01):
                return
            connection.sendall(drop)


def test_a_server_that_is_not_there_is_an_outage(issuer: Issuer) -> None:
    """Nobody listens at the address of a server that has ended."""
    with serving() as ended:
        url = ended.url
    with pytest.raises(KeysUnavailableError):
        fetched(url).find("RS256", "first")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 502, 503])
def test_an_error_is_no_key_set_even_with_keys_in_it(issuer: Issuer, status: int) -> None:
    """The body of an error is not read."""
    issuer.status = status
    with pytest.raises(KeysUnavailableError):
        fetched(issuer.url).find("RS256", "first")


GOOD = public_jwk(rsa("first"), kid="good")


def without(member: str) -> dict[str, object]:
    """A good key without *member*."""
    return {name: value for name, value in public_jwk(rsa("second"), kid="bad").items() if name != member}


NO_KEYS: Mapping[str, object] = {
    "for-encryption": public_jwk(rsa("second"), kid="bad", use="enc"),
    "use-null": public_jwk(rsa("second"), kid="bad", use=None),
    "use-list": public_jwk(rsa("second"), kid="bad", use=["sig"]),
    "of-another-hash": public_jwk(rsa("second"), kid="bad", alg="RS512"),
    "of-another-padding": public_jwk(rsa("second"), kid="bad", alg="PS256"),
    "of-no-signature": public_jwk(rsa("second"), kid="bad", alg="none"),
    "operations-without-verify": public_jwk(rsa("second"), kid="bad", key_ops=["encrypt"]),
    "operation-sign-alone": public_jwk(rsa("second"), kid="bad", key_ops=["sign"]),
    "operations-of-an-odd-type": public_jwk(rsa("second"), kid="bad", key_ops=5),
    "kid-number": public_jwk(rsa("second"), kid=1),
    "modulus-missing": without("n"),
    "modulus-number": public_jwk(rsa("second"), kid="bad", n=5),
    "modulus-no-base64": public_jwk(rsa("second"), kid="bad", n="é"),
    "modulus-tiny": public_jwk(rsa("second"), kid="bad", n="AQAB"),
    "modulus-huge": public_jwk(rsa("second"), kid="bad", n="_" * 2731),
    "exponent-zero": public_jwk(rsa("second"), kid="bad", e="AA"),
    "type-missing": without("kty"),
    "type-of-another": {**public_jwk(rsa("second"), kid="bad"), "kty": "EC"},
    "elliptic": public_jwk(pair_for("ES256"), kid="bad"),
    "edwards": public_jwk(pair_for("EdDSA"), kid="bad"),
    "null": None,
    "text": "bad",
    "list": [GOOD],
}


@pytest.mark.parametrize("member", NO_KEYS.values(), ids=NO_KEYS.keys())
def test_a_member_that_is_no_key_for_us_is_left_out(member: object) -> None:
    """The keys next to it are used all the same (RFC 7517 section 5)."""
    assert list(usable(member, GOOD)) == ["good"]
    assert usable(member) == {}


def test_a_weak_key_is_left_out() -> None:
    """Signet doesn't use an RSA key of 1024 bits, so it needs no warning."""
    with pytest.warns(UserWarning, match="2048"):
        weak = RSAKey.generate_key(1024)
    assert list(usable(public_jwk(weak, kid="weak"), GOOD)) == ["good"]


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_published_secret_is_never_a_key(algorithm: str) -> None:
    """A text that everybody can read is no shared secret, whatever ALGORITHM says."""
    member = {"kty": "oct", "k": "c2VjcmV0" * 16, "kid": "secret"}
    with pytest.raises(ValueError, match="it publishes a secret: the key 'secret' has 'k'"):
        read_key_set(key_set(member, GOOD), [algorithm, "RS256"])


@pytest.mark.parametrize("use", ["sig", "enc"])
@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth"])
def test_a_set_with_a_private_key_is_refused(member: str, use: str) -> None:
    """Its issuer doesn't know what it publishes, so no other key of the set counts either."""
    leaked = public_jwk(rsa("second"), kid="leaked", use=use) | {member: "AA"}
    with pytest.raises(ValueError, match=f"it publishes a secret: the key 'leaked' has '{member}'"):
        usable(GOOD, leaked)


@pytest.mark.parametrize(
    "members",
    [
        pytest.param({}, id="nothing-said"),
        pytest.param({"use": "sig"}, id="use"),
        pytest.param({"alg": "RS256"}, id="alg"),
        pytest.param({"key_ops": ["verify"]}, id="operations"),
        pytest.param({"use": "sig", "alg": "RS256", "x5t": "AA", "issuer": "x"}, id="unknown-members"),
    ],
)
def test_a_key_for_signatures_is_taken(members: Mapping[str, object]) -> None:
    """A missing member doesn't speak against a key, and unknown members are ignored."""
    taken = usable(public_jwk(rsa("first"), kid="good", **members))
    assert [(name, key.kid, key.algorithm, key.can_sign) for name, key in taken.items()] == [
        ("good", "good", "RS256", False)
    ]


def test_a_set_with_two_keys_of_one_name_is_refused() -> None:
    """Nobody can say which of them a token means. The same key twice is one key."""
    twice = [public_jwk(rsa("second"), kid="twice"), public_jwk(rsa("third"), kid="twice")]
    with pytest.raises(ValueError, match="two of its keys have the kid 'twice'"):
        usable(*twice, GOOD)
    assert list(usable(GOOD, twice[0], twice[0])) == ["good", "twice"]


def test_a_name_is_free_where_its_other_key_is_not_for_us() -> None:
    """A key for encryption may have the name of a key for signatures."""
    encryption = public_jwk(rsa("second"), kid="good", use="enc")
    taken = usable(encryption, GOOD)
    assert taken == {"good": SigningKey.load(GOOD, "RS256")}


def test_the_number_of_keys_is_bounded() -> None:
    """A set with more members than MAXIMUM_KEYS is refused: which of them count must not depend on their order."""
    members = [public_jwk(rsa("first"), kid=f"key-{number}") for number in range(MAXIMUM_KEYS + 1)]
    assert len(usable(*members[:MAXIMUM_KEYS])) == MAXIMUM_KEYS
    with pytest.raises(ValueError, match="it has 101 keys, but the limit is 100"):
        usable(*members)
