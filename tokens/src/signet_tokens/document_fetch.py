"""Fetch a public document of another issuer: from an https URL, whole, soon, small, and from nowhere else."""

from __future__ import annotations

from http.client import HTTPResponse
from typing import Final
from urllib.parse import SplitResult, urlsplit
from urllib.request import Request

from signet_tokens.timed_opener import open_timed

TIMEOUT: Final = 5.0
"""Seconds for all of the answer."""

MAXIMUM_BYTES: Final = 262_144
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def is_safe_url(url: str) -> bool:
    """Whether keys may be fetched from *url*: https, or plain http to this very machine."""
    return problem_of(url) is None


def problem_of(url: str, allow_http: bool = False) -> str | None:
    """Why keys can't be fetched from *url*, in words that repeat none of it; None where they can."""
    parts = _parts(url)
    if parts is None:
        return "should be an https:// URL"
    if parts.username is not None:
        return "should not contain a user or a password: a key set is public"
    if parts.scheme == "http" and not allow_http and parts.hostname not in LOOPBACK:
        return "should be an https:// URL: otherwise anyone on the way could send their own keys"
    return None


def _parts(url: str) -> SplitResult | None:
    """The parts of a whole URL of http or https."""
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0 and url.isascii() and url.isprintable() and " " not in url
    except ValueError:
        return None
    return parts if is_whole and parts.scheme in ("http", "https") else None


def fetch_document(url: str) -> bytes:
    """
    The body behind *url*. Redirects are refused: the operator named the one place keys come from.

    Raises `OSError` or `HTTPException` where it can't be had in time, and `ValueError` where it is too large.
    """
    request = Request(url, headers={"Accept": "application/jwk-set+json, application/json"})
    with open_timed(request, TIMEOUT) as response:
        return read_whole(response)


def read_whole(response: HTTPResponse) -> bytes:
    """The body of *response*. Raises `OSError` where it ends early, and `ValueError` where it is too large."""
    document = b""
    while piece := response.read1(MAXIMUM_BYTES + 1 - len(document)):
        document += piece
        if len(document) > MAXIMUM_BYTES:
            raise ValueError("the document is too large")
    if response.length:
        raise OSError("the document ended early")
    return document
