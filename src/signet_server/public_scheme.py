"""The scheme that people use to reach the service: the one of PUBLIC_URL, whatever a proxy sends."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase


class PublicSchemeMiddleware:
    """
    Makes requests secure where PUBLIC_URL is ``https``, so that HSTS is sent and no ``http:`` origin is our own.

    No header is asked: a proxy may not send one, and a client can.
    """

    def __init__(self, get_response: Callable[[WSGIRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._scheme = urlsplit(settings.PUBLIC_URL).scheme

    def __call__(self, request: WSGIRequest) -> HttpResponseBase:
        """The answer to a request of that scheme."""
        request.environ["wsgi.url_scheme"] = self._scheme
        return self._get_response(request)
