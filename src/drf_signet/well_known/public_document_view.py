"""
One document for everybody who asks, in JSON, which caches and pages of other origins may keep.

A plain view of Django's: REST framework's defaults for authentication, permissions, throttles, renderers and versions
don't reach it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.decorators import classonlymethod
from django.utils.http import quote_etag
from django.views import View
from rest_framework.exceptions import APIException, MethodNotAllowed

from drf_signet.conf import get_settings
from drf_signet.error_body import Answer
from drf_signet.exceptions import answer_to
from drf_signet.non_atomic import outside_of_transactions
from drf_signet.well_known.caching import cache_control

PREFLIGHT: Final[Mapping[str, str]] = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
"""What a browser asks before a page of another origin sends a header of its own (Fetch standard)."""


class KeptResponse(HttpResponse):
    """An answer that caches keep and hand to everybody: the cookie of one visitor must not be in it."""

    def set_cookie(self, *args: object, **kwargs: object) -> None:
        """Set none, whichever middleware wants to, as Django's does with SESSION_SAVE_EVERY_REQUEST."""


class PublicDocumentView(View):
    """Answers GET and HEAD with `document`, or with 304 to a client that has it; and to errors by the table."""

    http_method_names = ["get", "head", "options"]  # as Django declares it
    content_type: ClassVar[str] = "application/json"

    @classonlymethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:  # noqa: N805  # Django's own decorator
        """The view: outside of every transaction, and open to anybody, whatever middlewares demand of others."""
        view = outside_of_transactions(super().as_view(**initkwargs))
        vars(view).update(csrf_exempt=True, login_required=False)
        return view

    def document(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Mapping[str, object]:
        """What to say. Raises what the table of answers knows, or an exception of REST framework's."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer, which any page may read, without credentials."""
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """200, or 304; 404 or 503 otherwise."""
        try:
            document = self.document(request, *args, **kwargs)
            kept_for = cache_control(get_settings().KEY_PUBLICATION_PERIOD)
        except Exception as error:  # whatever a store of keys raises  # noqa: BLE001
            return refusal(error)
        return self.kept(request, json.dumps(document, separators=(",", ":")).encode(), kept_for)

    def kept(self, request: HttpRequest, body: bytes, kept_for: str) -> HttpResponse:
        """*body*, or that the client has it already (RFC 9110 section 13.2.2), with *kept_for* for caches."""
        headers = {"ETag": quote_etag(sha256(body).hexdigest()[:32]), "Cache-Control": kept_for}
        response = KeptResponse(body, self.content_type, headers=headers)
        answer = get_conditional_response(request, etag=headers["ETag"], response=response)
        # A cache that keeps a 412, which anybody can ask for with If-Match, would have no keys for the others.
        if answer is None or answer.status_code != HTTPStatus.NOT_MODIFIED:
            return response
        response = KeptResponse(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        del response.headers["Content-Type"]
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """204 with the allowed methods, also for pages of other origins."""
        return HttpResponse(status=204, headers={"Allow": PREFLIGHT["Access-Control-Allow-Methods"], **PREFLIGHT})

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """405."""
        response = refusal(MethodNotAllowed(str(request.method)))
        response.headers["Allow"] = PREFLIGHT["Access-Control-Allow-Methods"]
        return response


def refusal(error: Exception) -> HttpResponse:
    """The answer to *error*, which nobody keeps. Raises *error* itself where it has none."""
    answer = answer_to(error)
    if not isinstance(answer, APIException):
        raise error
    headers = {"Cache-Control": "no-store"}
    if isinstance(answer, Answer):
        if answer.wait is not None:
            headers["Retry-After"] = str(answer.wait)
        return JsonResponse(dict(answer.detail), status=answer.status_code, headers=headers)
    body = {"detail": answer.detail, "code": answer.get_codes()}
    return JsonResponse(body, status=answer.status_code, headers=headers)
