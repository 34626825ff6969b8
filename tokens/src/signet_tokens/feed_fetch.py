"""Fetch a revocation feed: whole, in time, from the one address that was named, and only if it changed."""

from __future__ import annotations

import zlib
from http import HTTPStatus
from http.client import HTTPMessage
from typing import Any, Final, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request

from signet_tokens.ended_sessions import MAXIMUM_LENGTH
from signet_tokens.timed_opener import open_timed

TIMEOUT: Final = 3.0
"""Seconds for all of the answer."""


class Fetched(NamedTuple):
    """A document, and the name of this version of it (RFC 9110 section 8.8.3)."""

    document: bytes
    etag: str | None


def fetch_feed(url: str, etag: str | None) -> Fetched | None:
    """
    What is behind *url*; None where that is still the version *etag*.

    Raises `OSError` or `HTTPException` where it can't be had in time, and `ValueError` where it is too large, or isn't
    compressed as it says.
    """
    headers = {"Accept": "application/jwt", "Accept-Encoding": "gzip"}
    request = Request(url, headers={**headers, **({"If-None-Match": etag} if etag else {})})
    try:
        with open_timed(request, TIMEOUT) as response:
            return Fetched(_unpacked(_read(response), response.headers), response.headers.get("ETag"))
    except HTTPError as answer:
        answer.close()
        if answer.code == HTTPStatus.NOT_MODIFIED:
            return None
        raise


def _read(response: Any) -> bytes:
    pieces, length = [], 0
    while piece := response.read1(65_536):
        pieces.append(piece)
        length += len(piece)
        if length > MAXIMUM_LENGTH:
            raise ValueError("the feed is too large")
    return b"".join(pieces)


def _unpacked(body: bytes, headers: HTTPMessage) -> bytes:
    if headers.get("Content-Encoding") != "gzip":
        return body
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        document = unpacking.decompress(body, MAXIMUM_LENGTH)
    except zlib.error:
        raise ValueError("the feed isn't what gzip makes") from None
    if not unpacking.eof:
        raise ValueError("the feed is too large, or a part of it is missing")
    return document
