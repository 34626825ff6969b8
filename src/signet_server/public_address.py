"""
The address of the service for people: the scheme of PUBLIC_URL, a host of ALLOWED_HOSTS, a slash at the end.

No header is asked for the scheme, whatever a proxy sends: it may not send one, and a client can.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware


class PublicAddressMiddleware:
    """
    Makes requests secure where PUBLIC_URL is ``https``, so that no ``http:`` origin is our own.

    The slash and the length of the answer are Django's.
    """

    def __init__(self, get_response: Callable[[WSGIRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._scheme = urlsplit(settings.PUBLIC_URL).scheme
        self._common = CommonMiddleware(cast(Any, get_response))

    def __call__(self, request: WSGIRequest) -> HttpResponseBase:
        """The answer. Raises `DisallowedHost`."""
        request.environ["wsgi.url_scheme"] = self._scheme
        request.get_host()
        return self._common.process_response(request, self._get_response(request))
