"""The same view for allauth without a look-up: its user is loaded when it is touched, so the claims have to do."""

from __future__ import annotations

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class ClaimsView(APIView):
    """The user, by the claims of the token."""

    authentication_classes = (JWTTokenAuthentication,)
    permission_classes = ()

    def get(self, request: Request) -> Response:
        """The id as text."""
        return Response({"id": request.auth["sub"]})
