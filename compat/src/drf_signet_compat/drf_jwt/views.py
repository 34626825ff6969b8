"""
The endpoints: sign-in, refresh and verification, for form and JSON bodies.

    path("api-token-auth/", obtain_jwt_token)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers, status
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.answering_views import Permission
from drf_signet.request_body import read_body
from drf_signet_compat.drf_jwt.answers import Answer
from drf_signet_compat.drf_jwt.cookies import refuse_foreign_page, set_token_cookie
from drf_signet_compat.drf_jwt.imported_names import handler_name
from drf_signet_compat.drf_jwt.serializers import (
    JSONWebTokenSerializer,
    RefreshJSONWebTokenSerializer,
    VerifyJSONWebTokenSerializer,
)
from drf_signet_compat.drf_jwt.settings import api_settings, reader

SerializerClass = type[serializers.BaseSerializer[Any]]


class JSONWebTokenAPIView(Answer, APIView):
    """Hands the body of a POST to the serializer, and answers with what JWT_RESPONSE_PAYLOAD_HANDLER makes of it."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes: Sequence[Permission] = ()
    serializer_class: SerializerClass

    def get_serializer_context(self) -> dict[str, Any]:
        """What the serializer is told beside the body."""
        return {"request": self.request, "view": self}

    def get_serializer_class(self) -> SerializerClass:
        """The class of the serializer. Override it to choose by the request."""
        return self.serializer_class

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.BaseSerializer[Any]:
        """The serializer for the body."""
        kwargs["context"] = self.get_serializer_context()
        return self.get_serializer_class()(*args, **kwargs)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the token; 400 otherwise."""
        cookie = api_settings.JWT_AUTH_COOKIE
        if cookie:
            refuse_foreign_page(request, signed_in_by_cookie=False)
        serializer = self.get_serializer(data=read_body(request))
        if not serializer.is_valid():
            # A plain dict: by the serializer behind the errors, a page for browsers would show the password again.
            return Response(dict(serializer.errors), status=status.HTTP_400_BAD_REQUEST)
        token = serializer.validated_data.get("token")
        user = serializer.validated_data.get("user") or request.user
        response = Response(api_settings.JWT_RESPONSE_PAYLOAD_HANDLER(token, user, request))
        if cookie:
            lifetime = api_settings.JWT_EXPIRATION_DELTA
            secure = request.is_secure()
            set_token_cookie(response, cookie, token, lifetime=lifetime, secure=secure, samesite="Lax")
        return response


class ObtainJSONWebToken(JSONWebTokenAPIView):
    """Sign in: exchange credentials for a token."""

    serializer_class = JSONWebTokenSerializer


class VerifyJSONWebToken(JSONWebTokenAPIView):
    """Check a token. The answer to a valid one is the token itself."""

    serializer_class = VerifyJSONWebTokenSerializer


class RefreshJSONWebToken(JSONWebTokenAPIView):
    """Exchange a token for one that expires later."""

    serializer_class = RefreshJSONWebTokenSerializer


obtain_jwt_token = ObtainJSONWebToken.as_view()
refresh_jwt_token = RefreshJSONWebToken.as_view()
verify_jwt_token = VerifyJSONWebToken.as_view()


def __getattr__(name: str) -> Any:
    return handler_name(__name__, name, reader)
