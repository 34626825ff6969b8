"""The addresses of the service with those of the demo's provider."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from signet_server import urls
from signet_server.demo_provider.place import PATH

urlpatterns: list[URLPattern | URLResolver] = [
    *urls.urlpatterns,
    path(PATH.removeprefix("/"), include("signet_server.demo_provider.urls")),
]
