"""The OpenAPI description of the API, as a file and as a document; the first one of a process is made alone."""

from __future__ import annotations

from threading import Lock
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

LOADING = Lock()
"""
Held until there was a first description.

drf-spectacular loads its extensions then, without a lock: a second thread would meet one that is half loaded.
"""


def described() -> dict[str, Any]:
    """The OpenAPI document, in the language of the request."""
    with LOADING:
        document: dict[str, Any] = SchemaGenerator().get_schema(public=True)
        SchemaView.is_loaded = True
    return document


class SchemaView(SpectacularAPIView):
    """Describes the API."""

    is_loaded: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answers with the description."""
        if SchemaView.is_loaded:
            return super().dispatch(request, *args, **kwargs)
        with LOADING:
            answer = super().dispatch(request, *args, **kwargs)
            SchemaView.is_loaded = True
        return answer
