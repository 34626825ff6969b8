"""The answer to whatever a page of the service didn't expect: 503 where something is away, and 500 for a fault."""

from __future__ import annotations

import logging
import sys
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import server_error

from drf_signet.exceptions import Unavailable, answer_to_outage
from drf_signet.outage_log import OUTAGES

API: Final = ("/api/v1/", "/api/schema/")
"""Where programs ask; elsewhere, people do."""

PAGE: Final = (
    "<!doctype html><title>Not available</title><h1>Not available</h1><p>That can't be done now. Try again later."
)


def answer_to_error(request: HttpRequest) -> HttpResponse:
    """The answer to the exception that is being handled, wherever in the service it was raised."""
    error = sys.exc_info()[1]
    answer = answer_to_outage(error) if isinstance(error, Exception) else error
    if not isinstance(answer, Unavailable):
        return server_error(request)
    is_for_programs = request.path.startswith(API)
    response = JsonResponse(answer.detail, status=503) if is_for_programs else HttpResponse(PAGE, status=503)
    response["Retry-After"] = str(answer.wait)
    response["Cache-Control"] = "no-store"
    return response


class ThinUnavailable(logging.Filter):
    """Lets one line a second pass about 503s, without a traceback: what was away has a line of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether *record* of Django's goes to the log."""
        if getattr(record, "status_code", None) != 503:
            return True
        record.exc_info = record.exc_text = None
        return OUTAGES.due("503") is not None
