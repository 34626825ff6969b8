"""The addresses of the service, and two views more."""

from __future__ import annotations

from django.urls import path
from open_view import behind

from drf_signet.sessions.authentication import JWTAuthentication, JWTStatelessUserAuthentication
from signet_server.urls import handler400, handler403, handler404, handler500
from signet_server.urls import urlpatterns as those_of_the_service

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("stateless/", behind(JWTStatelessUserAuthentication)),
    path("live/", behind(JWTAuthentication)),
    *those_of_the_service,
]
