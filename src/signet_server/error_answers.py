"""
What is answered where no view does: JSON with a code to clients of the API, a short page to people.

Nothing here asks the database, the cache or the user: it may be one of them that failed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final, NamedTuple

from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from drf_signet.error_body import Answer
from drf_signet.exceptions import answer_to
from drf_signet.translation import translated
from signet_tokens.translatable_text import Text, gettext_noop

MACHINES: Final = ("/api/v1/", "/api/schema/", "/healthz", "/readyz", "/.well-known/")
"""Paths that programs ask for."""


class Mistake(NamedTuple):
    """One answer: for people and, by its code, for programs."""

    status: int
    code: str
    detail: str | Promise


BAD_REQUEST: Final = Mistake(400, "bad_request", _("The request can't be read."))
HOST_REFUSED: Final = Mistake(400, "host_refused", _("This service doesn't answer requests for that host."))
TOO_MANY_FIELDS: Final = Mistake(400, "too_many_fields", _("The request has too many fields."))
FORBIDDEN: Final = Mistake(403, "forbidden", _("You aren't allowed to do this."))
CSRF_FAILED: Final = Mistake(
    403, "csrf_failed", _("This form has expired, or it came from another site. Load the page again.")
)
NOT_FOUND: Final = Mistake(404, "not_found", _("There is nothing at this address."))
TOO_LARGE: Final = Mistake(413, "body_too_large", _("The request is too large."))
BROKEN: Final = Mistake(500, "error", _("Something went wrong on our side. The error is in our log. Try again later."))

KINDS: Final[tuple[tuple[type[Exception] | tuple[type[Exception], ...], Mistake], ...]] = (
    (DisallowedHost, HOST_REFUSED),
    (RequestDataTooBig, TOO_LARGE),
    ((TooManyFieldsSent, TooManyFilesSent), TOO_MANY_FIELDS),
)


def answer(request: HttpRequest, mistake: Mistake) -> HttpResponse:
    """The answer to *request* that says *mistake*."""
    if request.path_info.startswith(MACHINES):
        return JsonResponse({"detail": mistake.detail, "code": mistake.code}, status=mistake.status)
    return HttpResponse(render_to_string("signet_server/error.html", {"mistake": mistake}), status=mistake.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler400``."""
    return answer(request, next((mistake for kind, mistake in KINDS if isinstance(exception, kind)), BAD_REQUEST))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler403``."""
    return answer(request, FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``."""
    return answer(request, CSRF_FAILED)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler404``."""
    return answer(request, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: a 503 where something is away, whichever page asked for it."""
    error = sys.exc_info()[1]
    found = answer_to(error) if isinstance(error, Exception) else None
    if not isinstance(found, Answer) or found.wait is None:
        return answer(request, BROKEN)
    said = answer(request, Mistake(found.status_code, found.detail["code"], found.detail["detail"]))
    said.headers["Retry-After"] = str(found.wait)
    return said


class ErrorAnswerMiddleware:
    """Answers to a body that never came, for which Django has no answer of its own, and to methods in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, which is never empty where it refuses the method."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or response.status_code != 405 or response.content:
            return response
        allowed = response.headers.get("Allow", "")
        text = translated(Text(gettext_noop("Allowed methods here: {}."), allowed))
        said = answer(request, Mistake(405, "method_not_allowed", text))
        said.headers["Allow"] = allowed
        return said

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer where the client has gone while it sent."""
        return answer(request, BAD_REQUEST) if isinstance(exception, UnreadablePostError) else None
