"""What Django gets to see of a request, and how its answer is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.util import FileWrapper

import pytest
from django.core.handlers.wsgi import WSGIRequest

from signet_server.http_server.application import call
from signet_server.http_server.environ import check_host, make_environ
from signet_server.http_server.refusal import Refusal


def scope(*headers: tuple[bytes, bytes], path: bytes = b"/") -> dict[str, Any]:
    """An ASGI scope of a request with *headers*."""
    return {
        "method": "POST",
        "raw_path": path,
        "query_string": b"a=%20",
        "http_version": "1.1",
        "server": ("127.0.0.1", 8000),
        "client": ("203.0.113.7", 4000),
        "headers": [(b"host", b"example.com"), *headers],
    }


def test_a_request_is_described_as_wsgi_says() -> None:
    """Paths are bytes, decoded once; the length is that of the body which is here."""
    environ = make_environ(
        scope((b"content-type", b"text/x"), (b"content-length", b"9"), (b"x-y", b"1"), path=b"/%C3%BC%2Fx"),
        BytesIO(b"abc"),
        3,
    )
    expected = {
        "PATH_INFO": "/\xc3\xbc/x",
        "QUERY_STRING": "a=%20",
        "REMOTE_ADDR": "203.0.113.7",
        "SCRIPT_NAME": "",
        "CONTENT_TYPE": "text/x",
        "CONTENT_LENGTH": "3",
        "HTTP_X_Y": "1",
        "HTTP_HOST": "example.com",
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    assert {name: environ[name] for name in expected} == expected
    assert "HTTP_CONTENT_LENGTH" not in environ


def test_headers_that_would_pass_for_others_are_left_out() -> None:
    """With an underscore, and those about the way that the body came."""
    environ = make_environ(
        scope((b"x_forwarded_for", b"1"), (b"script_name", b"/x"), (b"transfer-encoding", b"chunked")), BytesIO(), 0
    )
    assert not {"HTTP_X_FORWARDED_FOR", "HTTP_TRANSFER_ENCODING", "HTTP_SCRIPT_NAME"}.intersection(environ)
    assert environ["SCRIPT_NAME"] == ""


def test_a_header_that_comes_twice_is_one_list() -> None:
    """Cookies are joined as cookies are."""
    environ = make_environ(
        scope((b"x-a", b"1"), (b"x-a", b"2"), (b"cookie", b"a=1"), (b"cookie", b"b=2")), BytesIO(), 0
    )
    assert (environ["HTTP_X_A"], environ["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")


@pytest.mark.parametrize(("hosts", "version"), [(0, "1.1"), (2, "1.1"), (2, "1.0")])
def test_one_host_is_named(hosts: int, version: str) -> None:
    """Of two, one would be checked and another one used."""
    with pytest.raises(Refusal):
        check_host([(b"host", b"example.com")] * hosts, version)
    check_host([], "1.0")


def answering(body: Callable[[], Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """A WSGI application that answers with *body*."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("201 Created", [("X-A", "1")])
        return body()

    return application


def test_pieces_are_put_together() -> None:
    """And closed in the thread that made them."""
    closed = []

    class Pieces:
        def __iter__(self) -> Iterator[bytes]:
            yield from (b"a", b"b")

        def close(self) -> None:
            closed.append(True)

    answer = call(answering(Pieces), {})
    assert (answer.status, answer.headers, b"".join(answer.chunks())) == (201, [(b"x-a", b"1")], b"ab")
    assert closed == [True]


def test_a_file_is_read_later(tmp_path: Path) -> None:
    """From where it stood, though what was handed over is closed by then."""
    (tmp_path / "file").write_bytes(b"0123456789" * 20_000)
    source = (tmp_path / "file").open("rb")
    source.seek(5)
    answer = call(answering(lambda: FileWrapper(source)), {})
    assert source.closed
    assert b"".join(answer.chunks()) == (b"0123456789" * 20_000)[5:]
    answer.close()


def test_what_only_looks_like_a_file_is_read_at_once() -> None:
    """It has no descriptor to be opened again."""
    answer = call(answering(lambda: FileWrapper(BytesIO(b"abc"))), {})
    assert (answer.file, b"".join(answer.chunks())) == (None, b"abc")


def test_a_failure_closes_what_was_handed_over() -> None:
    """And is the caller's."""

    def broken() -> Iterator[bytes]:
        yield b"a"
        raise ValueError("why")

    with pytest.raises(ValueError, match="why"):
        call(answering(broken), {})


@pytest.mark.parametrize(
    "value",
    [
        b"application/json; charset*=utf-8''%00",
        b"application/json; charset*=nope''x",
        b"application/json; charset*=idna''x%80",
        b"text/plain; anything*=nope''x",
    ],
)
def test_an_encoded_parameter_that_nobody_can_read_is_refused(value: bytes) -> None:
    """Django would fail at it before any view is asked, at every address."""
    with pytest.raises(Refusal) as caught:
        make_environ(scope((b"content-type", value)), BytesIO(), 0)
    assert (caught.value.status, caught.value.code) == (400, "malformed_request")


@pytest.mark.parametrize("value", [b"*/*", b"application/json; charset=nope", b"text/plain; name*=utf-8''%C3%BC"])
def test_other_kinds_of_content_are_for_django(value: bytes) -> None:
    """It ignores a charset that it doesn't know."""
    environ = make_environ(scope((b"content-type", value)), BytesIO(), 0)
    assert WSGIRequest(environ).content_type is not None
