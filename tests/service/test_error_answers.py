"""What is answered where no view does: JSON to programs, a short page to people, and one line in the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponse
from django.test import Client, RequestFactory

from signet_server import settings as service
from signet_server.error_answers import ErrorAnswerMiddleware, server_error
from signet_server.log_filters import WithoutClientTracebacks
from signet_server.log_format import LineFormatter

FORM: Final = "application/x-www-form-urlencoded"
PARTS: Final = "multipart/form-data; boundary=x"
JSON: Final = "application/json"
MANY: Final = "&".join(f"field{number}=1" for number in range(2_000))
LARGE: Final = "x" * 3_000_000
MANY_PARTS: Final = "".join(f'--x\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\n1\r\n' for n in range(2_000))
MANY_FILES: Final = MANY_PARTS.replace('"\r\n', '"; filename="a"\r\n')

LOGGING: Final[Any] = service.LOGGING

MISTAKES: Final = [
    pytest.param("GET", "/api/v1/nothing/", {}, 404, "not_found", id="no-such-address"),
    pytest.param("GET", "/api/v1/sessions/abc/", {}, 404, "not_found", id="no-such-session"),
    pytest.param("POST", "/healthz", {}, 405, "method_not_allowed", id="wrong-method"),
    pytest.param("GET", "/api/v1/users/me/", {"HTTP_HOST": "evil.example"}, 400, "host_refused", id="host"),
    pytest.param("GET", "/api/v1/users/me/", {"HTTP_HOST": "evil_\xa0"}, 400, "host_refused", id="odd-host"),
    pytest.param("GET", "/healthz", {"HTTP_HOST": "evil.example"}, 400, "host_refused", id="host-of-health"),
    pytest.param("GET", f"/api/v1/sessions/?{MANY}", {}, 400, "too_many_fields", id="query"),
    pytest.param("POST", "/api/v1/token/", {"data": MANY, "content_type": FORM}, 400, "too_many_fields", id="fields"),
    pytest.param(
        "POST",
        "/api/v1/token/",
        {"data": MANY_PARTS + "--x--\r\n", "content_type": PARTS},
        400,
        "too_many_fields",
        id="parts",
    ),
    pytest.param(
        "POST",
        "/api/v1/token/",
        {"data": MANY_FILES + "--x--\r\n", "content_type": PARTS},
        400,
        "too_many_fields",
        id="files",
    ),
    pytest.param("POST", "/api/v1/token/", {"data": LARGE, "content_type": FORM}, 413, "body_too_large", id="form"),
    pytest.param("POST", "/api/v1/users/", {"data": LARGE, "content_type": PARTS}, 413, "body_too_large", id="part"),
    pytest.param("POST", "/api/v1/token/", {"data": LARGE, "content_type": JSON}, 413, "body_too_large", id="json"),
    pytest.param(
        "POST", "/api/v1/browser/token/", {"data": LARGE, "content_type": JSON}, 413, "body_too_large", id="browser"
    ),
]

PAGES: Final = [
    pytest.param("GET", "/nothing", {}, 404, id="no-such-address"),
    pytest.param("POST", "/", {}, 405, id="wrong-method"),
    pytest.param("GET", "/", {"HTTP_HOST": "evil.example"}, 400, id="host"),
    pytest.param("POST", "/admin/login/", {"data": MANY, "content_type": FORM}, 400, id="fields"),
    pytest.param("POST", "/admin/login/", {"data": LARGE, "content_type": FORM}, (400, 413), id="form"),
    pytest.param("POST", "/admin/login/?csrf", {"data": "--x", "content_type": PARTS}, 403, id="csrf"),
]


@pytest.fixture
def written() -> Iterator[list[str]]:
    """What the service's own configuration of the log would write."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Lines(logging.INFO)
    handler.addFilter(WithoutClientTracebacks())
    handler.setFormatter(LineFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)


def send(method: str, path: str, sent: Mapping[str, Any]) -> Any:
    """The answer, as the server gives it."""
    client = Client(raise_request_exception=False, enforce_csrf_checks="csrf" in path)
    return client.generic(method, path, **sent)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path", "sent", "status", "code"), MISTAKES)
def test_a_program_gets_a_code(
    method: str, path: str, sent: dict[str, Any], status: int, code: str, written: list[str]
) -> None:
    """And the log no more than a line, without a traceback."""
    answer = send(method, path, sent)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    body = answer.json()
    assert (set(body), body["code"]) == ({"detail", "code"}, code)
    assert answer["Cache-Control"] == "no-store"
    assert len(written) <= 1
    assert "Traceback" not in "".join(written)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path", "sent", "status"), PAGES)
def test_people_get_a_page(
    method: str, path: str, sent: dict[str, Any], status: int | tuple[int, ...], written: list[str]
) -> None:
    """It says what is wrong in one sentence, and loads nothing from elsewhere."""
    answer = send(method, path, sent)
    assert answer.status_code in (status if isinstance(status, tuple) else (status,))
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert text.count("<h1>") == 1
    assert len(text) < 1_500
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert len(written) <= 1
    assert "Traceback" not in "".join(written)


@pytest.mark.parametrize(("path", "content_type"), [("/api/v1/token/", "application/json"), ("/x", "text/html")])
def test_a_failure_of_ours_is_no_page_of_djangos(path: str, content_type: str) -> None:
    """The same shape as all the rest."""
    answer = server_error(RequestFactory().get(path))
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (500, content_type)


def test_a_body_that_never_came_is_no_failure() -> None:
    """The client has gone; whatever else is raised is not for this middleware."""

    def never(request: HttpRequest) -> HttpResponse:
        raise AssertionError

    middleware, request = ErrorAnswerMiddleware(never), RequestFactory().post("/api/v1/token/")
    answer = middleware.process_exception(request, UnreadablePostError("gone"))
    assert answer is not None
    assert answer.status_code == 400
    assert middleware.process_exception(request, OSError("the disk")) is None


def test_the_log_of_the_service_has_the_filter() -> None:
    """At the handler: filters of a logger don't hold for those below it."""
    assert LOGGING["handlers"]["console"]["filters"] == ["client_tracebacks"]
    assert LOGGING["filters"]["client_tracebacks"]["()"] == (
        f"{WithoutClientTracebacks.__module__}.{WithoutClientTracebacks.__qualname__}"
    )


@pytest.mark.parametrize(("status", "stays"), [(None, True), (500, True), (503, True), (400, False), (413, False)])
def test_a_traceback_of_ours_stays(status: int | None, *, stays: bool) -> None:
    """It is the one thing that helps."""
    record = logging.LogRecord("x", logging.ERROR, "", 1, "", None, (ValueError, ValueError("x"), None))
    if status is not None:
        record.status_code = status
    assert WithoutClientTracebacks().filter(record)
    assert bool(record.exc_info) is stays
