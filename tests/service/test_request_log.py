"""The log: one line a request, with the client's address and an identifier, and nobody else writes lines into it."""

from __future__ import annotations

import io
import logging
import re
import sys
from pathlib import Path

import pytest

from drf_signet import client_address
from signet_server.log_format import LineFormatter
from signet_server.request_log import RequestLine, request_id
from tests.service.conftest import Service, running_demo
from tests.service.http import call
from tests.service.raw_http import HOST, sent

LINE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO signet\.request \[[\w.-]+\]: (\S+) (\S+) (\S+) (\d{3}) \d+ms"
)


def lines_of(service: Service) -> list[str]:
    """What the service has printed about requests, those apart that asked whether it had started."""
    lines = service.folder.with_suffix(".log").read_text().splitlines()
    return [one for one in lines if "signet.request" in one and " /healthz " not in one]


def test_each_request_is_one_line(tmp_path: Path) -> None:
    """With the address that throttles see, the path as it was sent, and without the query."""
    with running_demo(tmp_path / "demo", {"NUM_PROXIES": "1"}) as service:
        call(service, "GET", "/api/v1/users/me/?token=secret", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"})
        sent(service, b"GET /a%0aINFO%1b[31m%00%E2%80%AE HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    lines = lines_of(service)
    assert [found.groups() for one in lines if (found := LINE.fullmatch(one))] == [
        ("203.0.113.7", "GET", "/api/v1/users/me/", "401"),
        ("127.0.0.1", "GET", "/a%0aINFO%1b[31m%00%E2%80%AE", "404"),
    ]
    assert len(lines) == 2


def logged(message: str, *arguments: object, failing: bool = False) -> str:
    """What a handler of the service prints."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter())
    record = logging.LogRecord("x", logging.INFO, "", 0, message, arguments, sys.exc_info() if failing else None)
    handler.emit(record)
    return stream.getvalue()


def test_each_line_has_its_own_time() -> None:
    """Also two of one second, and one whose clock was set back."""
    formatter, plain = LineFormatter(), logging.Formatter()
    for moment in (1_796_000_000.001, 1_796_000_000.999, 1_796_000_001.5, 1_796_000_000.25, 1_795_999_999.0):
        record = logging.makeLogRecord({"created": moment, "msecs": moment % 1 * 1_000 // 1})
        assert formatter.formatTime(record) == plain.formatTime(record)


@pytest.mark.parametrize("forged", ["a\nb", "a\rb", "a\x1b[2J", "a\x00", "a\x85b", "a\u2028b", "a\u202eb", "a\x7f"])
def test_nothing_from_outside_begins_a_line(forged: str) -> None:
    """Nor speaks to the terminal, nor turns the text around: it is shown as Python writes it."""
    text = logged("it was %s", forged)
    assert len(text.splitlines()) == 1
    assert text.removesuffix("\n").isprintable()
    assert forged.encode("unicode_escape").decode() in text


def test_a_traceback_is_indented() -> None:
    """Its text may be somebody else's, too."""
    try:
        raise ValueError("x\n2026-01-01 00:00:00,000 INFO root [-]: forged")
    except ValueError:
        text = logged("it failed", failing=True)
    first, *others = text.splitlines()
    assert first.endswith("it failed")
    assert others
    assert all(one.startswith("    ") for one in others)


def test_lines_carry_the_identifier_of_their_request() -> None:
    """While it is being answered."""
    token = request_id.set("a1")
    try:
        assert "[a1]: it was" in logged("it was")
    finally:
        request_id.reset(token)
    assert "[-]: it was" in logged("it was")


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, b"a-1", True),
        (0, b"a-1", False),
        (1, b"a 1", False),
        (1, b"a\n", False),
        (1, b"x" * 65, False),
        (1, b"", False),
    ],
)
def test_an_identifier_is_taken_from_a_proxy_only(settings: object, proxies: int, given: bytes, is_taken: bool) -> None:
    """Anybody else's would be a way to write into the log."""
    settings.SIGNET = {"NUM_PROXIES": proxies}  # type: ignore[attr-defined]
    scope = {"method": "GET", "raw_path": b"/", "client": ("127.0.0.1", 1), "headers": [(b"x-request-id", given)]}
    assert (RequestLine.of(scope).request_id == given.decode()) is is_taken


@pytest.mark.parametrize(("path", "warnings"), [(b"/readyz", 0), (b"/healthz", 0), (b"/api/v1/", 1)])
def test_a_proxy_may_ask_for_itself(
    settings: object, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, path: bytes, warnings: int
) -> None:
    """Its probes name no client, which is no reason to say that limits don't count."""
    settings.SIGNET = {"NUM_PROXIES": 1}  # type: ignore[attr-defined]
    monkeypatch.setattr(client_address, "SILENCE", -1)
    scope = {"method": "GET", "raw_path": path, "client": ("127.0.0.1", 1), "headers": []}
    assert RequestLine.of(scope).address == "127.0.0.1"
    assert len(caplog.records) == warnings


def test_no_variable_of_the_parts_is_read(tmp_path: Path) -> None:
    """Gunicorn and uvicorn have variables of their own, which would believe a header, or start other processes."""
    variables = {
        "FORWARDED_ALLOW_IPS": "*",
        "GUNICORN_CMD_ARGS": "--workers=3 --bind=0.0.0.0:1",
        "WEB_CONCURRENCY": "3",
    }
    with running_demo(tmp_path / "demo", variables) as service:
        headers = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Request-ID": "mine"}
        answer = call(service, "GET", "/readyz", headers=headers)
        assert "Strict-Transport-Security" not in answer.headers
        assert answer.headers["X-Request-ID"] != "mine"
    assert " 127.0.0.1 GET /readyz 200 " in lines_of(service)[-1]
