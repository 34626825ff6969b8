"""The log with one object in each line."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import RequestFactory
from django.urls import resolve

from signet_server.json_log import JsonFormatter
from signet_server.log_format import LONGEST, LineFormatter
from signet_server.request_log import RequestLine, request_id, request_line
from signet_server.route_names import RouteNameMiddleware

HEADER = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def written(message: object, *arguments: object, failing: bool = False, **extra: object) -> str:
    """The line."""
    info = sys.exc_info() if failing else None
    record = logging.LogRecord("x.y", logging.WARNING, "", 0, message, arguments, info)
    record.__dict__.update(extra)
    return JsonFormatter().format(record)


@pytest.mark.parametrize(
    "forged",
    ['a"b', "a\nb", "a\r\n", "\x00", "\x1b[2J", "\x7f", "\x85", "\u2028", "\u202e", "é", '"}\n{"time": "x'],
)
def test_nothing_from_outside_ends_a_line(forged: str) -> None:
    """It is one line of visible ASCII, and one object, which says what was said."""
    text = written("it was %s", forged)
    assert text.isascii()
    assert text.isprintable()
    assert json.loads(text)["message"] == f"it was {forged}"


def test_a_line_says_when_where_and_how_bad() -> None:
    """In UTC, and with the request that it is about."""
    token = request_id.set("a1")
    try:
        found = json.loads(written("hello"))
    finally:
        request_id.reset(token)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", found.pop("time"))
    assert found == {"level": "WARNING", "logger": "x.y", "message": "hello", "request_id": "a1"}


def test_a_traceback_is_one_field() -> None:
    """Whoever wrote its text."""
    try:
        raise ValueError('x\n{"forged": 1}')
    except ValueError:
        text = written("it failed", failing=True)
    assert len(text.splitlines()) == 1
    assert "ValueError: x" in json.loads(text)["exception"]


def test_a_line_that_does_not_fit_its_arguments_is_a_line() -> None:
    """Python would print a traceback instead."""
    assert json.loads(written("%s and %s", 1))["message"] == "%s and %s"


def test_the_line_of_a_request_has_its_parts(caplog: pytest.LogCaptureFixture) -> None:
    """And nothing about the user."""
    line = RequestLine("GET", "/x", "203.0.113.7", "a", trace_id="t", endpoint="me", route="/x", code="c", status=401)
    with caplog.at_level(logging.INFO, "signet.request"):
        line.write()
    found = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert found.pop("duration_ms") >= 0
    del found["time"]
    assert found == {
        "level": "INFO",
        "logger": "signet.request",
        "message": "203.0.113.7 GET /x 401 0ms",
        "request_id": "-",
        "trace_id": "t",
        "client": "203.0.113.7",
        "method": "GET",
        "path": "/x",
        "endpoint": "me",
        "route": "/x",
        "status": 401,
        "code": "c",
    }


@pytest.mark.parametrize(
    ("proxies", "given", "known"),
    [
        (1, HEADER, "0af7651916cd43dd8448eb211c80319c"),
        (0, HEADER, ""),
        (1, HEADER.replace(b"0af7651916cd43dd8448eb211c80319c", b"0" * 32), ""),
        (1, HEADER.replace(b"b7ad6b7169203331", b"0" * 16), ""),
        (1, HEADER + b"\n", ""),
        (1, HEADER.upper(), ""),
    ],
)
def test_a_trace_is_believed_from_a_proxy_only(settings: Any, proxies: int, given: bytes, known: str) -> None:
    """If it is one (W3C Trace Context, section 3.2.2)."""
    settings.SIGNET = {"NUM_PROXIES": proxies}
    scope = {"method": "GET", "raw_path": b"/", "client": ("127.0.0.1", 1), "headers": [(b"traceparent", given)]}
    assert RequestLine.of(scope).trace_id == known


@pytest.mark.parametrize(
    ("path", "answer", "expected"),
    [
        ("/api/v1/users/me/", JsonResponse({"code": "token_not_valid"}, status=401), ("me", "token_not_valid")),
        ("/api/v1/users/me/", JsonResponse({"code": "x"}), ("me", "")),
        ("/api/v1/users/me/", JsonResponse({"code": ["x"]}, status=400), ("me", "")),
        ("/admin/users/user/", HttpResponse("no", status=403), ("admin", "")),
        ("/healthz", HttpResponse("{", content_type="application/json", status=500), ("healthz", "")),
        ("", HttpResponse(status=404), ("none", "")),
    ],
)
def test_endpoint_and_code_come_from_the_answer(path: str, answer: HttpResponse, expected: tuple[str, str]) -> None:
    """By the name of the address, or of the app that has many."""
    line = RequestLine("GET", path, "", "")
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path) if path else None
    token = request_line.set(line)
    try:
        RouteNameMiddleware(lambda _: answer)(request)
    finally:
        request_line.reset(token)
    assert (line.endpoint, line.code) == expected


def test_a_long_message_stays_one_line() -> None:
    """Docker ends a line after 16 KiB, wherever that is: what a client sends must not begin the next one."""
    host = "\U0001f600" * 60_000
    for text in (written("Invalid HTTP_HOST header: %s. Add it.", host), _failed(host)):
        assert len(text) < 16_384
        found = json.loads(text)
        assert " [...] " in found["message"] + found.get("exception", "")
    assert written("z" * LONGEST).count("z") == LONGEST
    line = LineFormatter().format(logging.LogRecord("x", logging.ERROR, "", 0, "%s", (host,), None))
    assert len(line) < 16_384


def _failed(text: str) -> str:
    try:
        raise ValueError(text)
    except ValueError:
        return written("it failed", failing=True)


@pytest.mark.parametrize("half", ["\ud800", "a\udcffb", "\udc00\ud800"])
def test_half_a_character_is_written_as_none(half: str) -> None:
    """It is JSON, but many programs refuse it, and the line with it."""
    assert "\\ud" not in written("it was %s", half)
    assert "\\ufffd" in written("it was %s", half)
    assert json.loads(written("it was %s", "a\U0001f600"))["message"] == "it was a\U0001f600"
