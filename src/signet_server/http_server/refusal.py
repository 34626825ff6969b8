"""Answers without Django: to a request that takes too long or too much room, or that nobody has time for."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Final


class Refusal(Exception):  # noqa: N818  # an answer
    """A status, a stable code, a text for people, and the seconds after which the request may be sent again."""

    def __init__(self, status: int, code: str, detail: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after

    @property
    def body(self) -> bytes:
        """The same shape as every other refusal of the service."""
        return json.dumps({"detail": self.detail, "code": self.code}).encode()

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """With the request to hang up: what is left of this request must not be taken for the next one."""
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(self.body)).encode()),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),
        ]
        if self.retry_after is not None:
            headers.append((b"retry-after", str(self.retry_after).encode()))
        return headers

    def as_http(self) -> bytes:
        """The whole answer, for a connection without a request yet."""
        start = f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\n".encode()
        return start + b"".join(b"%s: %s\r\n" % pair for pair in self.headers) + b"\r\n" + self.body


def malformed(detail: str = "The request isn't valid HTTP.") -> Refusal:
    """400 (RFC 9112 section 2.2)."""
    return Refusal(400, "malformed_request", detail)


def too_slow() -> Refusal:
    """408 (RFC 9110 section 15.5.9)."""
    return Refusal(408, "request_timeout", "The request took too long to arrive.")


def too_large() -> Refusal:
    """413 (RFC 9110 section 15.5.14)."""
    return Refusal(413, "body_too_large", "The body of the request is too large.")


def target_too_long() -> Refusal:
    """414 (RFC 9110 section 15.5.15)."""
    return Refusal(414, "address_too_long", "The address of the request is too long.")


def headers_too_large() -> Refusal:
    """431 (RFC 6585 section 5)."""
    return Refusal(431, "headers_too_large", "The headers of the request are too large.")


def busy() -> Refusal:
    """503: too many requests at once."""
    return Refusal(503, "server_busy", "The service is answering too many requests. Try again.", retry_after=1)


def unanswered() -> Refusal:
    """503: what the request needs has not answered."""
    return Refusal(503, "answer_timeout", "The answer took too long. Try again later.", retry_after=5)


FAILED: Final = Refusal(500, "internal_error", "The request failed. The error is in the service's log.")
"""500: a bug."""
