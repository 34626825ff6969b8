"""``/api/`` and the paths below it that are no endpoint: which endpoints there are, for programs and for people."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from signet_server import demo
from signet_server.schema_view import described


class Endpoint(NamedTuple):
    """One method of one path."""

    topic: str
    method: str
    path: str
    summary: str
    operation: str
    """Its name in the OpenAPI document."""


class IndexRenderer(TemplateHTMLRenderer):
    """For browsers."""

    template_name = "signet_server/api_index.html"

    def get_template_context(self, data: Any, renderer_context: Any) -> dict[str, Any]:
        """The endpoints by topic; in the demo, lines to try."""
        path = data["path"]
        shown = [{**one._asdict(), "below": one.path.removeprefix(path)} for one in endpoints_below(path)]
        topics = [(topic, list(ones)) for topic, ones in groupby(shown, itemgetter("topic"))]
        lines = demo.curl_lines(settings.PUBLIC_URL) if settings.IS_DEMO else None
        return {"path": path, "topics": topics, "lines": lines, "public_url": settings.PUBLIC_URL}


@extend_schema(exclude=True)
class ApiIndexView(APIView):
    """Lists the endpoints below the path of the request."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer, IndexRenderer)

    def get(self, request: Request) -> Response:
        """JSON, or a page for those who prefer HTML."""
        endpoints = [
            {"method": one.method, "path": one.path, "summary": one.summary} for one in endpoints_below(request.path)
        ]
        return Response(
            {
                "path": request.path,
                "documentation": reverse("docs"),
                "openapi": reverse("schema"),
                "endpoints": endpoints,
            }
        )


def endpoints_below(path: str) -> list[Endpoint]:
    """Those whose path begins with *path*, in the order of the documentation."""
    return [one for one in _all_endpoints(get_language()) if one.path.startswith(path)]


@lru_cache
def _all_endpoints(language: str | None) -> list[Endpoint]:
    """Read from the OpenAPI document, which takes a moment to make, in the *language* of the request."""
    paths = described()["paths"]
    return [
        Endpoint(operation["tags"][0], method.upper(), path, str(operation["summary"]), operation["operationId"])
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]
