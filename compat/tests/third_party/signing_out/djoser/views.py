"""A sign-out that asks for what it needs, and says it is done in any case."""

from __future__ import annotations

from django.apps import apps
from rest_framework.decorators import api_view
from rest_framework.response import Response
from rest_framework_simplejwt.tokens import RefreshToken


@api_view(["POST"])
def log_out(request):
    """Take the token back, where that can be done."""
    if apps.is_installed("rest_framework_simplejwt.token_blacklist"):
        RefreshToken(request.data["refresh"]).blacklist()
    return Response(status=204)
