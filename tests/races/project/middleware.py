"""Says in every answer which process gave it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

WORKER: Final = "Worker"


def name_worker(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that adds the id of the process in a header."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response[WORKER] = str(os.getpid())
        return response

    return respond
