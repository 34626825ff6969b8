"""The one view of the shop."""
# mypy: ignore-errors

from __future__ import annotations

from rest_framework.decorators import api_view
from rest_framework.response import Response
from rest_framework_jwt.authentication import JSONWebTokenAuthentication


@api_view()
def me(request):
    """The user who asks, and a claim of their token."""
    claims = JSONWebTokenAuthentication.jwt_decode_token(request.auth)
    return Response({"username": request.user.username, "shelf": claims["shelf"]})
