"""The interactive documentation: Swagger UI from our own files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from signet_server.demo import DEMO_PASSWORD, DEMO_USERNAME


class DocsView(SpectacularSwaggerSplitView):
    """In the demo, with a button that signs the demo user in."""

    template_name = "signet_server/docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The page, or its script."""
        response: Response = super().get(request, *args, **kwargs)
        if settings.IS_DEMO and response.data is not None:
            response.data["demo"] = {"username": DEMO_USERNAME, "password": DEMO_PASSWORD}
        return response
