"""A sign-out that revokes the token if it can, and answers 204 in any case."""

from __future__ import annotations

from django.apps import apps
from rest_framework.decorators import api_view
from rest_framework.response import Response
from rest_framework_simplejwt.tokens import RefreshToken


@api_view(["POST"])
def log_out(request):
    """Revoke the token, where the blacklist app is installed."""
    if apps.is_installed("rest_framework_simplejwt.token_blacklist"):
        RefreshToken(request.data["refresh"]).blacklist()
    return Response(status=204)
