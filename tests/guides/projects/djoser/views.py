"""The one view of the shop."""
# mypy: ignore-errors

from __future__ import annotations

from rest_framework.decorators import api_view
from rest_framework.response import Response


@api_view()
def me(request):
    """The user who asks, and a claim of their token."""
    return Response({"username": request.user.username, "shelf": request.auth["shelf"]})
