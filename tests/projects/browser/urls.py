"""The endpoints for browsers, a view for users, and an empty page: ours on one host, foreign on another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class WhoAmI(APIView):
    """For users."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The name of the user."""
        return Response({"username": request.user.get_username()})


def page(request: HttpRequest) -> HttpResponse:
    """An empty page, whose scripts are those of the tests."""
    return HttpResponse("<!doctype html><link rel=icon href=data:,><title>A page</title>")


urlpatterns = [
    path("", page),
    path("api/", include("drf_signet.sessions.browser.urls")),
    path("api/whoami/", WhoAmI.as_view()),
]
