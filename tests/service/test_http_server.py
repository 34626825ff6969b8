"""What the HTTP server takes, what it refuses, and that it says so before it hangs up."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from signet_server.http_server import bounds
from tests.service.conftest import Service
from tests.service.http import call
from tests.service.raw_http import HOST, JSON, reply, sent

VERIFY = b"POST /api/v1/token/verify/ HTTP/1.1\r\n" + HOST + JSON
CLOSE = b"Connection: close\r\n"


def test_a_body_in_chunks_is_a_body(demo: Service) -> None:
    """As clients send it that don't know its length beforehand."""
    body = b'9\r\n{"token":\r\n6\r\n "abc"\r\n1\r\n}\r\n0\r\n\r\n'
    answer = reply(demo, VERIFY + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n" + body)
    assert (answer.status, answer.json["code"]) == (401, "token_not_valid")


@pytest.mark.parametrize(
    ("status", "code", "data"),
    [
        (413, "body_too_large", VERIFY + b"Content-Length: 5000000\r\n\r\n" + b"x" * 5_000_000),
        (
            413,
            "body_too_large",
            VERIFY
            + b"Transfer-Encoding: chunked\r\n\r\n"
            + 40 * (b"10000\r\n" + b"x" * 65_536 + b"\r\n")
            + b"0\r\n\r\n",
        ),
        (414, "address_too_long", b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
        (431, "headers_too_large", b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 70_000 + b"\r\n\r\n"),
        (400, "malformed_request", b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n"),
        (400, "malformed_request", b"GET / HTTP/1.1\r\n\r\n"),
        (400, "malformed_request", b"\x16\x03\x01\x02\x00\x01\x00\x01"),
        (400, "malformed_request", VERIFY + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde"),
        (400, "malformed_request", VERIFY + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ],
)
def test_what_is_refused_early_is_told_why(demo: Service, status: int, code: str, data: bytes) -> None:
    """The client gets to read it, though it is still sending, and is told that the connection ends."""
    answer = reply(demo, data)
    assert (answer.status, answer.json["code"]) == (status, code)


@pytest.mark.parametrize("rest", [b" ", b"GARBAGE\r\n\r\n", b"\x00" * 100])
@pytest.mark.parametrize("number", [1, 3])
def test_what_comes_after_whole_requests_takes_no_answer_from_them(demo: Service, rest: bytes, number: int) -> None:
    """They were carried out, so their clients have to learn of it; then the service hangs up."""
    body = b'{"token": "abc"}'
    one = VERIFY + b"Content-Length: %d\r\n\r\n" % len(body) + body
    received = sent(demo, number * one + rest)
    assert received.count(b"HTTP/1.1 401 ") == number
    assert b"malformed_request" not in received


@pytest.mark.parametrize("chunk", [b"zz\r\n{}\r\n0\r\n\r\n", b"2\r\n{}XX0\r\n\r\n", b"f" * 18 + b"\r\n"])
def test_a_body_that_is_no_body_is_told_so(demo: Service, chunk: bytes) -> None:
    """Nothing was answered yet, so there is room for it."""
    answer = reply(demo, VERIFY + b"Transfer-Encoding: chunked\r\n\r\n" + chunk)
    assert (answer.status, answer.json["code"]) == (400, "malformed_request")


def test_probes_take_no_post(demo: Service) -> None:
    """Neither is a form, so it is not taken for one of another page."""
    for path in (b"/healthz", b"/readyz"):
        answer = reply(demo, b"POST " + path + b" HTTP/1.1\r\n" + HOST + CLOSE + b"Content-Length: 0\r\n\r\n")
        assert (answer.status, answer.headers["allow"]) == (405, "get, head")


def test_what_never_ends_is_ended(demo: Service) -> None:
    """Half a header, nothing at all, empty lines, a body that is withheld, a chunk that stalls."""
    endless = (
        b"GET /healthz HTTP/1.1\r\nHost: 127",
        b"",
        b"\r\n\r\n\r\n",
        VERIFY + b"Content-Length: 50\r\n\r\n{",
        VERIFY + b'Transfer-Encoding: chunked\r\n\r\n40\r\n{"',
    )
    with ThreadPoolExecutor(len(endless)) as pool:
        received = list(pool.map(lambda data: sent(demo, data, 3 * (bounds.HEADERS + bounds.LINGER)), endless))
    starts = [one[:13] for one in received]
    assert starts == [b"HTTP/1.1 408 ", b"", b"", b"HTTP/1.1 408 ", b"HTTP/1.1 408 "]


def test_requests_one_after_the_other_keep_their_connection(demo: Service) -> None:
    """Also where they are sent before the answers have come."""
    one = b"GET /healthz HTTP/1.1\r\n" + HOST
    assert sent(demo, 2 * (one + b"\r\n") + one + CLOSE + b"\r\n").count(b"HTTP/1.1 200 OK") == 3


@pytest.mark.parametrize("header", [b"SCRIPT_NAME: /x", b"Script-Name: /x", b"X_Forwarded_For: 203.0.113.9"])
def test_no_header_moves_the_service(demo: Service, header: bytes) -> None:
    """Neither to another path nor to another address: with an underscore, it is no header at all."""
    page = reply(demo, b"GET /activate HTTP/1.1\r\n" + HOST + CLOSE + header + b"\r\n\r\n")
    assert page.status == 200
    assert b"/x/" not in page.body


def test_healthz_answers_while_every_thread_is_taken(demo: Service) -> None:
    """More sign-ins at once than there are threads: their passwords take a while to hash."""
    body = {"username": "ada", "password": "not-correct-horse-battery"}

    def sign_in(number: int) -> int:
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        return call(demo, "POST", "/api/v1/token/", {**body, "username": f"a{number}"}, headers=headers).status

    with ThreadPoolExecutor(4 * bounds.THREADS) as pool:
        trying = [pool.submit(sign_in, number) for number in range(4 * bounds.THREADS)]
        assert call(demo, "GET", "/healthz").body == {"status": "ok"}
        assert {one.result(timeout=60) for one in trying} <= {401, 503}


def test_a_large_file_arrives_whole(demo: Service) -> None:
    """A file is read while it is sent."""
    path = "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"
    connection = http.client.HTTPConnection(urlsplit(demo.url).netloc, timeout=60)
    for _ in range(2):
        connection.request("GET", path)
        answer = connection.getresponse()
        assert len(answer.read()) == int(answer.headers["Content-Length"]) > 1_000_000
    connection.request("GET", path, headers={"Range": "bytes=10-19"})
    answer = connection.getresponse()
    assert (answer.status, len(answer.read())) == (206, 10)
    connection.close()


def test_what_nobody_takes_does_not_hold_a_thread(demo: Service) -> None:
    """Twice as many clients as threads ask for a large file and read nothing; others are answered all the same."""
    path = b"/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"
    connections = [http.client.HTTPConnection(urlsplit(demo.url).netloc, timeout=60) for _ in range(2 * bounds.THREADS)]
    for one in connections:
        one.request("GET", path.decode())
    assert call(demo, "GET", "/readyz").status == 200
    for one in connections:
        one.close()


def test_an_answer_carries_the_identifier_of_its_request(demo: Service) -> None:
    """One of a proxy's, or a new one where what was sent could not be one."""
    assert call(demo, "GET", "/healthz", headers={"X-Request-ID": "a1-b2"}).headers["X-Request-ID"] == "a1-b2"
    made = call(demo, "GET", "/healthz", headers={"X-Request-ID": "a b"}).headers["X-Request-ID"]
    assert len(made) == 16
    assert json.dumps(made) == f'"{made}"'
