"""One view that needs no user of ours, and one that does."""

from __future__ import annotations

from django.urls import path
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.authentication import JWTAuthentication, JWTStatelessUserAuthentication


class Orders(APIView):
    """Says whom a token names."""

    authentication_classes: tuple[type, ...] = (JWTStatelessUserAuthentication,)
    permission_classes: tuple[type[BasePermission], ...] = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The identifier of the user."""
        return Response({"id": request.user.pk, "username": request.user.get_username()})


class OrdersOfOwnUsers(Orders):
    """The same with rows."""

    authentication_classes = (JWTAuthentication,)


urlpatterns = [path("orders/", Orders.as_view()), path("own/", OrdersOfOwnUsers.as_view())]
