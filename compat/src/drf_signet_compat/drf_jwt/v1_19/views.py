"""
The endpoints: sign-in, refresh, verification and impersonation, for form and JSON bodies.

    path("api-token-auth/", obtain_jwt_token)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ValidationError

from drf_signet.answering_views import Permission, SerializerClass
from drf_signet.request_body import read_body
from drf_signet_compat.drf_jwt.answers import Answer
from drf_signet_compat.drf_jwt.cookies import refuse_foreign_page
from drf_signet_compat.drf_jwt.v1_19.authentication import JSONWebTokenAuthentication
from drf_signet_compat.drf_jwt.v1_19.compat import set_cookie_with_token
from drf_signet_compat.drf_jwt.v1_19.permissions import IsSuperUser
from drf_signet_compat.drf_jwt.v1_19.serializers import (
    ImpersonateAuthTokenSerializer,
    JSONWebTokenSerializer,
    RefreshAuthTokenSerializer,
    VerifyAuthTokenSerializer,
)
from drf_signet_compat.drf_jwt.v1_19.settings import api_settings


class _TokenView(Answer, GenericAPIView[Any]):
    """Hands the body of a POST to the serializer."""

    def validated(self, request: Request, cookie: str | None) -> dict[str, Any]:
        """What the serializer makes of the body. Raises `ValidationError`, or a 403 where *cookie* is set."""
        if cookie:
            refuse_foreign_page(request, signed_in_by_cookie=False)
        serializer = self.get_serializer(data=read_body(request))
        if not serializer.is_valid():
            # A plain dict: by the serializer behind the errors, a page for browsers would show the password again.
            raise ValidationError(dict(cast(dict[str, Any], serializer.errors)))
        return cast(dict[str, Any], serializer.validated_data)


class BaseJSONWebTokenAPIView(_TokenView):
    """Answers with what JWT_RESPONSE_PAYLOAD_HANDLER makes of the token."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes: Sequence[Permission] = ()
    serializer_class: SerializerClass | None = JSONWebTokenSerializer

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """201 with the token; 400 otherwise."""
        cookie = api_settings.JWT_AUTH_COOKIE
        validated = self.validated(request, cookie)
        token, user = validated["token"], validated.get("user") or request.user
        body = JSONWebTokenAuthentication.jwt_create_response_payload(token, user, request, validated.get("issued_at"))
        response = Response(body, status=status.HTTP_201_CREATED)
        if cookie:
            set_cookie_with_token(response, cookie, token)
        return response


class ObtainJSONWebTokenView(BaseJSONWebTokenAPIView):
    """Sign in: exchange credentials for a token."""

    serializer_class: SerializerClass | None = JSONWebTokenSerializer


class VerifyJSONWebTokenView(BaseJSONWebTokenAPIView):
    """Check a token. The answer to a valid one is the token itself."""

    serializer_class: SerializerClass | None = VerifyAuthTokenSerializer


class RefreshJSONWebTokenView(BaseJSONWebTokenAPIView):
    """Exchange a token for one that expires later."""

    serializer_class: SerializerClass | None = RefreshAuthTokenSerializer


class ImpersonateJSONWebTokenView(_TokenView):
    """Get a token of another user's: for superusers. They are told apart by the project's own authentication."""

    permission_classes: Sequence[Permission] = (IsSuperUser,)
    serializer_class: SerializerClass | None = ImpersonateAuthTokenSerializer

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """201 with the token; 400, 401 or 403 otherwise."""
        cookie = api_settings.JWT_IMPERSONATION_COOKIE
        token = self.validated(request, cookie)["token"]
        response = Response({"token": token}, status=status.HTTP_201_CREATED)
        if cookie:
            set_cookie_with_token(response, cookie, token)
        return response


obtain_jwt_token = ObtainJSONWebTokenView.as_view()
verify_jwt_token = VerifyJSONWebTokenView.as_view()
refresh_jwt_token = RefreshJSONWebTokenView.as_view()
impersonate_jwt_token = ImpersonateJSONWebTokenView.as_view()
