"""The addresses of the requests that go through the whole of Django."""

from __future__ import annotations

from django.urls import path

from bench.packages import SIGNET, SIMPLE_JWT
from bench.views import OPEN, STATELESS, WITH_USER

urlpatterns = [path("open/", OPEN)]
for package in (SIGNET, SIMPLE_JWT):
    urlpatterns += [
        path(f"{package.slug}/stateless/", STATELESS[package]),
        path(f"{package.slug}/user/", WITH_USER[package]),
    ]
