"""Pages that try to reach other origins, which the policy of the service's own pages would keep them from."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from signet_server.content_policy import HEADER


class NoPolicyMiddleware:
    """Takes the policy away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer without it."""
        response = self._get_response(request)
        del response.headers[HEADER]
        return response
