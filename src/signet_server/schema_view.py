"""The OpenAPI description of the API, as a file."""

from __future__ import annotations

from threading import Lock
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from drf_spectacular.views import SpectacularAPIView

LOADING = Lock()


class SchemaView(SpectacularAPIView):
    """
    Describes the API. The first request of a process is alone.

    drf-spectacular loads its extensions then, without a lock: a second thread would meet one that is half loaded.
    """

    is_loaded: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answers with the description."""
        if SchemaView.is_loaded:
            return super().dispatch(request, *args, **kwargs)
        with LOADING:
            answer = super().dispatch(request, *args, **kwargs)
            SchemaView.is_loaded = True
        return answer
