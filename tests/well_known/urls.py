"""A project with the documents at its root, and endpoints of the names that the metadata look for below its API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """Stands in for an endpoint."""
    return HttpResponse()


names = {"introspect/": "signet-introspect", "revoke/": "signet-revoke", "events/": "signet-events"}
api = ([path(route, nothing, name=name) for route, name in names.items()], "api")
urlpatterns = [
    path("", include("drf_signet.well_known.urls")),
    path("api/", include(([path("v1/", include(api, namespace="v1"))], "versions"))),
]
