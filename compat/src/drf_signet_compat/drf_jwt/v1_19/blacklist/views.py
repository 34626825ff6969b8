"""
The endpoints of the blacklist: revoke a token, list your own, remove one.

    router.register("blacklist", BlacklistView, "blacklist")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db.models import QuerySet
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from drf_signet.answering_views import Permission
from drf_signet.request_body import read_body
from drf_signet_compat.drf_jwt.answers import OldRefusals
from drf_signet_compat.drf_jwt.v1_19.authentication import JSONWebTokenAuthentication
from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken
from drf_signet_compat.drf_jwt.v1_19.blacklist.serializers import BlacklistTokenSerializer


class BlacklistView(OldRefusals, ModelViewSet[BlacklistedToken]):
    """The caller's own rows. Those of others are as if they weren't there."""

    queryset = BlacklistedToken.objects.all()
    serializer_class = BlacklistTokenSerializer
    permission_classes: Sequence[Permission] = (IsAuthenticated,)

    def get_queryset(self) -> QuerySet[BlacklistedToken]:
        """The rows of the caller."""
        return super().get_queryset().filter(user=cast(Any, self.request.user)).order_by("pk")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Revoke the token in the body, or else the token of the request."""
        body = read_body(request)
        if isinstance(body, Mapping) and "token" not in body:
            body = {**body, "token": JSONWebTokenAuthentication.get_token_from_request(request)}
        serializer = self.get_serializer(data=body)
        serializer.is_valid(raise_exception=True)
        self.perform_create(serializer)
        return Response(serializer.data, status=201, headers=self.get_success_headers(serializer.data))
