"""The way to the server that needs nothing but Python."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from drf_signet_client.answer import MAXIMUM_BYTES, Answer, NoAnswer

TIMEOUT: Final = 10.0
"""Seconds, for each piece of an answer and for all of it."""


class UrllibPost:
    """Honours ``HTTP_PROXY`` and the like, and trusts the certificates that Python trusts."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._opener = build_opener(_NoRedirect)

    def __call__(self, url: str, body: Mapping[str, object]) -> Answer:
        """Send *body* to *url*. Raises `NoAnswer`."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        request = Request(url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310  # the URL was checked
        try:
            return _fetch(self._opener, request, self._timeout)
        except URLError as error:
            reason = str(error.reason)
        except OSError as error:
            reason = str(error)
        except (HTTPException, ValueError) as error:
            # Its text may quote the server, be it half of an answer with tokens.
            reason = type(error).__name__
        # Not while the other error is handled, which is kept with this one then.
        raise NoAnswer(reason or "no answer")


def _fetch(opener: OpenerDirector, request: Request, timeout: float) -> Answer:
    end = time.monotonic() + timeout
    try:
        response = opener.open(request, timeout=timeout)
    except HTTPError as error:
        response = error
    with response:
        content = b""
        # The timeout of a socket is for each of its pieces, so a server that sends little by little never meets it.
        while piece := response.read1(MAXIMUM_BYTES + 1 - len(content)):
            content += piece
            if len(content) > MAXIMUM_BYTES:
                raise NoAnswer("The answer is too large.")
            if time.monotonic() > end:
                raise NoAnswer("The answer is too slow.")
        if len(content) < int(response.headers.get("Content-Length", 0)):
            raise NoAnswer("The answer is cut off.")
        return Answer(response.status, response.headers, content)


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect: the body is for one server only."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """No redirect: its answer is the answer."""
