"""Who may keep an answer: nobody, unless the answer itself says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control

asked_again: Final[Callable[..., Any]] = cache_control(no_cache=True)
"""For pages that hold nothing of anybody: never shown again without asking whether they changed."""


class CachePolicyMiddleware:
    """Most of what the service says is about one person, or was true a moment ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, which is not to be stored where it doesn't say how long."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
