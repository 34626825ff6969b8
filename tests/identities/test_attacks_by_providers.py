"""A provider that was broken into, or never was one: whatever it answers, nobody gets in, soon, and without a 500."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any, Final
from unittest.mock import patch

import pytest
from django.core.cache import cache

from drf_signet.identities.providers import provider_fetch
from drf_signet.identities.providers.provider_fetch import ProviderFetch
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person
from tests.identities.attacked_provider import DISCOVERY, Answer, Handler, say
from tests.identities.attacks import (
    NONCE,
    Providers,
    both_providers,  # noqa: F401  # a fixture
    nothing_happens,
    present,
    refused,
    send,
    url_of_start,
)
from tests.identities.doors import OWN_PAGE, come_back, end_of
from tests.stand_ins.id_tokens import signed

pytestmark = pytest.mark.django_db

SHORT: Final = 0.5
"""Seconds, in place of five."""

BUSY: Final = 15
"""Seconds within which an answer is there on a machine that does much else."""


def raw(*parts: bytes, pause: float = 0) -> Answer:
    """Answers with *parts*, and nothing else."""

    def answer(handler: Handler) -> None:
        for part in parts:
            handler.wfile.write(part)
            handler.wfile.flush()
            time.sleep(pause)

    return answer


def dripping(handler: Handler) -> None:
    """A byte now and then."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        time.sleep(0.05)


def dripping_headers(handler: Handler) -> None:
    """A header now and then, and no body."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(90):
        handler.wfile.write(b"X-%d: y\r\n" % number)
        time.sleep(0.05)


def endless(handler: Handler) -> None:
    """10 MB."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(160):
        handler.wfile.write(b" " * 65_536)


OK: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ANSWERS: Final[dict[str, Answer]] = {
    "10 MB": endless,
    "dripping": dripping,
    "dripping headers": dripping_headers,
    "silence": lambda handler: time.sleep(2),
    "hanging up": lambda handler: None,
    "nothing": say(200, b""),
    "no content": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "a page": say(200, b"<!doctype html><h1>Wi-Fi</h1>", Content_Type="text/html"),
    "a page with an error": say(404, b"<h1>Not here</h1>", Content_Type="text/html"),
    "an error": say(500, {"error": "server_error"}),
    "busy": say(429, {"error": "slow_down"}, Retry_After="9999999999999999999999"),
    "busy until a date": say(503, {}, Retry_After="Wed, 21 Oct 2065 07:28:00 GMT"),
    "a redirect to itself": say(302, b"", Location="/loop"),
    "a redirect to the metadata of a cloud": say(307, b"", Location="http://169.254.169.254/latest/meta-data/"),
    "a redirect to a file": say(301, b"", Location="file:///etc/passwd"),
    "a redirect without a place": say(302, b""),
    "a list": say(200, [1]),
    "a text": say(200, "x"),
    "null": say(200, None),
    "an empty object": say(200, {}),
    "names twice": say(200, b'{"issuer": "a", "issuer": "b", "keys": [], "keys": []}'),
    "half of it": say(200, b'{"issuer": "'),
    "less than it said": raw(OK + b"Content-Length: 5000\r\n\r\n{}"),
    "nested without end": say(200, b"[" * 100_000),
    "a huge number": say(200, b'{"id_token": %s}' % (b"9" * 5_000)),
    "no UTF-8": say(200, b'{"issuer": "\xff"}'),
    "half a character": say(200, b'{"id_token": "\\ud800", "access_token": "\\ud800", "issuer": "\\ud800"}'),
    "compressed": raw(OK + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"),
    "chunks that are none": raw(OK + b"Transfer-Encoding: chunked\r\n\r\nZZZ\r\n{}\r\n"),
    "a chunk of 4 GB": raw(OK + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n{}"),
    "a length below zero": raw(OK + b"Content-Length: -1\r\n\r\n{}"),
    "another protocol": raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "a status that is none": raw(b"HTTP/1.1 abc OK\r\n\r\n"),
    "a status beyond": raw(b"HTTP/1.1 999 OK\r\nContent-Length: 2\r\n\r\n{}"),
    "200 headers": raw(OK + b"".join(b"X-%d: y\r\n" % one for one in range(200)) + b"\r\n{}"),
    "a long header": raw(OK + b"X: " + b"y" * 100_000 + b"\r\n\r\n{}"),
    "texts in lists": say(200, {"id_token": ["x"], "access_token": {"a": 1}, "issuer": ["x"], "keys": {"a": 1}}),
    "keys that are none": say(200, {"keys": [1, None, [], {}, {"kty": "EC"}, {"kty": "RSA", "n": "!", "e": "AQAB"}]}),
    "an error that is none": say(400, {"error": ["x"], "error_description": {"a": 1}}),
    "an error that is half a character": say(400, b'{"error": "\\ud800", "error_description": "\\udfff"}'),
    "an error with another header": say(400, {"error": "invalid_grant\r\nX: y", "error_description": "\x1b[31m"}),
}
REASONS: Final = {
    "provider_unavailable",
    "provider_misconfigured",
    "provider_refused",
    "code_refused",
    "id_token_refused",
    "provider_clock",
}


@pytest.fixture(autouse=True)
def _nothing_is_known() -> None:
    cache.clear()


@contextmanager
def impatience() -> Iterator[None]:
    """Wait for a provider that is broken, and not for one that is well: a busy machine takes its time."""
    with patch.object(provider_fetch, "TIMEOUT", SHORT):
        yield


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("path", [DISCOVERY, "/keys", "/token", "/userinfo"])
def test_whatever_a_provider_answers(providers: Providers, person: Person, api: Client, path: str, name: str) -> None:
    """At each of its addresses. Nothing is asked at another one, and nothing is waited for long."""
    acme = providers.acme
    begun = time.monotonic()
    if path == DISCOVERY:
        acme.broken[path] = ANSWERS[name]
        with impatience(), nothing_happens():
            answer = api.post("/api/browser/identities/acme/start/", {}, format="json", **OWN_PAGE)
            assert refused(answer) in REASONS
            assert refused(present(api, signed(acme.claims(nonce=NONCE)))) in REASONS
    else:
        said = acme.agree(url_of_start(api), **({"email": None} if path == "/userinfo" else {}))  # type: ignore[arg-type]
        acme.broken[path] = ANSWERS[name]
        with impatience(), nothing_happens():
            assert refused(come_back(api, "acme", **said)) in {*REASONS, "address_missing"}
    assert time.monotonic() - begun < BUSY
    assert set(acme.asked) <= {DISCOVERY, "/keys", "/token", "/userinfo"}


def test_after_all_that_people_sign_in(providers: Providers, person: Person, api: Client) -> None:
    """A provider that was away at the token endpoint is asked again at once."""
    for name in ("dripping", "a page", "hanging up"):
        said = providers.acme.agree(url_of_start(api))
        providers.acme.broken["/token"] = ANSWERS[name]
        with impatience():
            assert refused(come_back(api, "acme", **said)) == "provider_unavailable"
    providers.acme.broken.clear()
    assert end_of(come_back(api, "acme", **providers.acme.agree(url_of_start(api)))) == "signed_in"


INNER: Final = (
    "https://127.0.0.1/x",
    "https://localhost/x",
    "https://localhost./x",
    "https://sub.localhost/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/x",
    "https://192.168.0.1/x",
    "https://172.16.0.1/x",
    "https://100.64.0.1/x",
    "https://0/x",
    "https://0.0.0.0/x",
    "https://127.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://0x7f.0.0.1/x",
    "https://0177.0.0.1/x",
    "https://017700000001/x",
    "https://2852039166/x",
    "https://[::1]/x",
    "https://[::]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://[::ffff:7f00:1]/x",
    "https://[::127.0.0.1]/x",
    "https://[64:ff9b::7f00:1]/x",
    "https://[64:ff9b:1::a9fe:a9fe]/x",
    "https://[2002:7f00:1::]/x",
    "https://[fd00:ec2::254]/x",
    "https://[fe80::1]/x",
    "https://[fec0::1]/x",
    "https://rebinding.example/x",
    "https://id.example@127.0.0.1/x",
    "https://127.0.0.1#@id.example/x",
    "https://127.0.0.1\\@id.example/x",
    "http://id.example/x",
    "http://127.0.0.1/x",
    "ftp://id.example/x",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x",
    "//127.0.0.1/x",
    "https://\u2460\u2461\u2466.0.0.1/x",
    "https://id.example:0/x",
    "https://id.example:99999/x",
    "https:///x",
    "",
    "/x",
    ["https://id.example/x"],
    None,
)


OUTER: Final = "93.184.216.34"
"""Of the provider itself."""


def resolved(host: str, port: int, *args: object, **options: object) -> list[Any]:
    """As the resolver of the system reads numbers; and a name that leads inside."""
    try:
        found = socket.inet_ntoa(socket.inet_aton(host.strip("[]")))
    except OSError:
        found = OUTER if host == "id.example" else "127.0.0.1"
    if ":" in host:
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (host.strip("[]"), port, 0, 0))]
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port))]


@pytest.mark.parametrize("url", INNER, ids=lambda url: repr(url)[:50])
@pytest.mark.parametrize("member", ["token_endpoint", "jwks_uri", "userinfo_endpoint"])
def test_a_document_leads_nowhere_inside(
    person: Person, api: Client, monkeypatch: pytest.MonkeyPatch, member: str, url: object
) -> None:
    """Whatever it names, in whichever spelling: no connection is made."""
    issuer = "https://id.example"
    said: dict[str, object] = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/auth",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys",
        member: url,
    }
    connected: list[object] = []
    real = ProviderFetch.__call__

    def fetch(self: ProviderFetch, address: str) -> bytes:
        if address.endswith(DISCOVERY):
            return json.dumps(said).encode()
        if member != "jwks_uri":
            raise OSError("not here")
        return real(self, address)

    def connect(self: socket.socket, place: object) -> None:
        connected.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(ProviderFetch, "__call__", fetch)
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket.socket, "connect", connect)
    entry = {"issuer": issuer, "client_id": "shop", "client_secret": "s", "verifies": "*"}
    body = {"code": "c", "redirect_uri": "myapp://back", "code_verifier": "v" * 43}
    with signet(PROVIDERS={"acme": entry}, KEY_SET_CACHE=None), nothing_happens():
        for one in (body, {"id_token": signed({"iss": issuer, "aud": "shop"}), "nonce": NONCE}):
            assert refused(send(api, "/api/identities/acme/token/", one)) in REASONS
        if member == "userinfo_endpoint" and isinstance(url, str):
            with pytest.raises((OSError, HTTPException, ValueError)):
                ProviderFetch(issuer).ask(url, {})
    assert set(connected) <= {(OUTER, 443)}


HEADERS: Final[tuple[dict[str, Any], ...]] = (
    {"HTTP_COOKIE": "__Host-refresh=\xff\xfe; __Host-refresh_provider=\x00; =; ;;; a=b=c=d"},
    {"HTTP_COOKIE": "__Host-refresh_provider=" + "x" * 20_000},
    {"HTTP_COOKIE": '__Host-refresh_provider="\\073\\012"; $Version=1'},
    {"HTTP_AUTHORIZATION": "Bearer \xff"},
    {"HTTP_AUTHORIZATION": "Bearer"},
    {"HTTP_AUTHORIZATION": "Bearer a b c"},
    {"HTTP_AUTHORIZATION": "\x00"},
    {"HTTP_ACCEPT": "\xff/;;q=x, */*;q=nan"},
    {"HTTP_ACCEPT": "application/pdf"},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 5_000},
    {"HTTP_ACCEPT_LANGUAGE": "de-\xff;q=2, *"},
    {"HTTP_SEC_FETCH_SITE": "\xff"},
    {"HTTP_ORIGIN": "https://[::1"},
    {"HTTP_ORIGIN": "\xff"},
    {"HTTP_REFERER": "https://[::1"},
    {"HTTP_X_FORWARDED_FOR": "a" * 5_000},
    {"HTTP_X_FORWARDED_PROTO": "gopher"},
    {"HTTP_USER_AGENT": "\xff\x00" * 500},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "not an address"},
    {"CONTENT_TYPE": "application/json; charset=\xff"},
    {"CONTENT_TYPE": "application/json; charset=utf-7"},
    {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=base64"},
    {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=no-such-one"},
    {"CONTENT_TYPE": "multipart/form-data"},
    {"CONTENT_TYPE": ";"},
    {"CONTENT_TYPE": ""},
    {"CONTENT_LENGTH": "x"},
    {"CONTENT_LENGTH": "-1"},
)
DOORS: Final[tuple[tuple[str, str], ...]] = (
    ("post", "/api/identities/acme/token/"),
    ("post", "/api/identities/acme/link/"),
    ("post", "/api/identities/%00%ff/token/"),
    ("get", "/api/identities/"),
    ("get", "/api/identities/providers/"),
    ("delete", "/api/identities/00000000-0000-0000-0000-000000000000/"),
    ("post", "/api/browser/identities/acme/token/"),
    ("post", "/api/browser/identities/acme/start/"),
    ("get", "/api/browser/identities/acme/callback/?code=a&state=b&iss=%ff&error=%00"),
    ("get", "/api/browser/identities/%F0%9F%98%80/callback/?state=%ed%a0%80"),
    ("post", "/api/browser/identities/acme/callback/"),
    ("post", "/api/token/code/"),
    ("post", "/api/token/code/confirm/"),
    ("post", "/api/token/link/"),
    ("post", "/api/browser/token/code/"),
    ("post", "/api/browser/token/code/confirm/"),
    ("post", "/api/browser/token/link/"),
)
BODIES: Final = (
    b"",
    b"{}",
    b"[]",
    b"null",
    b'"x"',
    b"[" * 50_000,
    b"\xff\xfe",
    b'{"code": "\\ud800", "redirect_uri": "\\ud800", "code_verifier": "\\ud800", "iss": "\\udfff", "nonce": "\\ud800"}',
    b'{"id_token": "\\ud800", "nonce": "\\ud800", "link": "\\ud800", "token": "\\ud800", "email": "\\ud800@x.de"}',
    b'{"code": "\\u0000", "redirect_uri": "\\u0000", "code_verifier": "\\u0000", "nonce": "\\u0000"}',
    b'{"code": "\\u0000", "request": "\\u0000", "email": "\\u0000", "token": "\\u0000"}',
    b'{"link": NaN, "code": Infinity, "id_token": 1e999, "request": [], "email": {}, "confirmed": "\\ud800"}',
    b"code=%ff&state=%00&code=2&error=" + b"x" * 9_000,
)


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_nothing_that_is_malformed_is_a_fault_of_ours(
    providers: Providers, person: Person, api: Client, method: str, path: str
) -> None:
    """Whatever header or body somebody makes up."""
    call: Callable[..., Any] = getattr(api, method)
    with nothing_happens():
        for headers in HEADERS:
            meta = {"secure": True, "HTTP_SEC_FETCH_SITE": "same-origin", **headers}
            answer = call(path, **(meta if method == "get" else {"data": b"{}", **_typed(meta)}))
            assert answer.status_code < 500 or answer.status_code == 503, (headers, answer.content)
            cache.clear()
        for body in BODIES if method != "get" else ():
            for kind in ("application/json", "application/x-www-form-urlencoded"):
                meta = {"secure": True, "HTTP_SEC_FETCH_SITE": "same-origin"}
                answer = call(path, data=body, content_type=kind, **meta)
                assert answer.status_code < 500 or answer.status_code == 503, (body[:80], answer.content)
                cache.clear()


def _typed(meta: dict[str, Any]) -> dict[str, Any]:
    kind = meta.get("CONTENT_TYPE", "application/json")
    return {**meta, "content_type": kind}
