"""The one view of the shop."""
# mypy: ignore-errors

from __future__ import annotations

from rest_framework.decorators import api_view
from rest_framework.response import Response
from rest_framework_jwt.utils import jwt_decode_handler


@api_view()
def me(request):
    """The user who asks, and a claim of their token."""
    return Response({"username": request.user.username, "shelf": jwt_decode_handler(request.auth)["shelf"]})
