"""Requests through the whole of Django, as a WSGI server sends them."""

from __future__ import annotations

import json
from typing import Any, Final

from django.core.handlers.wsgi import WSGIHandler

from bench.sides import FACTORY

Environ = dict[str, Any]

HANDLER: Final = WSGIHandler()
USER_AGENT: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def get(path: str, token: str) -> Environ:
    """A request with an access token."""
    return _environ(FACTORY.get(path, HTTP_AUTHORIZATION=f"Bearer {token}"))


def post(path: str, **body: str) -> Environ:
    """A request with a JSON body. It can be sent once: the body is a stream."""
    text = json.dumps(body)
    return _environ(FACTORY.post(path, text, content_type="application/json", HTTP_USER_AGENT=USER_AGENT))


def send(environ: Environ) -> Any:
    """The answer, after the request is over. The clock measures this call."""
    response = HANDLER(environ, _start_response)
    response.close()
    return response


def _environ(request: Any) -> Environ:
    environ: Environ = request.environ
    return environ


def _start_response(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
    return len
