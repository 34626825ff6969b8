"""Which address of the URL configuration a request was for, and why it was refused: for the log and for figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch

from signet_server.request_log import RequestLine, request_line
from signet_server.tracing import TRACING


class RouteNameMiddleware:
    """Writes both into the `RequestLine`. The outermost, so that it sees what the others answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        if (line := request_line.get()) is not None and (trace := TRACING.trace_id()):
            line.trace_id = trace
        response = self._get_response(request)
        if line is not None:
            _note(line, request.resolver_match, response)
        return response


def _note(line: RequestLine, match: ResolverMatch | None, response: HttpResponseBase) -> None:
    if match is not None:
        # The admin has an address for each thing that can be done to each table: it is one.
        line.endpoint = match.namespaces[0] if match.namespaces else match.url_name or "unnamed"
        line.route = f"/{match.route}"
    if response.status_code >= 400:
        line.code = code_of(response)


def code_of(response: HttpResponseBase) -> str:
    """The code in the body of a refusal; empty where it has none."""
    said: Any = None
    if response.headers.get("Content-Type", "").startswith("application/json") and not response.streaming:
        with suppress(ValueError):
            said = json.loads(response.content)  # type: ignore[attr-defined]  # it has some: it is no stream
    code = said.get("code") if isinstance(said, dict) else None
    return code if isinstance(code, str) else ""
