"""Two endpoints beside those of the service: one says what it was sent, one redirects to the other origin."""

from __future__ import annotations

import base64
import os

from django.http import HttpRequest, HttpResponseRedirect
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.conformance.environment import ELSEWHERE


class EchoView(APIView):
    """For users only, as every view of the service."""

    parser_classes = ()

    def post(self, request: Request) -> Response:
        """The content type, and the body in base64."""
        body = base64.b64encode(request.stream.read() if request.stream else b"").decode()
        return Response({"content_type": request.content_type, "body": body})


def redirect_elsewhere(request: HttpRequest) -> HttpResponseRedirect:
    """To another origin."""
    return HttpResponseRedirect(f"{os.environ[ELSEWHERE]}from-redirect")
