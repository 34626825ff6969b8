"""Those of the service, and what clients are tried with."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from signet_server import urls
from tests.conformance.views import EchoView, redirect_elsewhere

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/echo/", EchoView.as_view()),
    path("api/v1/redirect/", redirect_elsewhere),
    *urls.urlpatterns,
]

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
