"""A protected view, users, a sign-up, and the sign-in with this project's own claim."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import DjangoModelPermissions, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ModelViewSet

from api.serializers import NamedTokenObtainPairSerializer, UserSerializer
from api.tokens import get_tokens_for_user
from drf_signet.views import TokenObtainPairView


class HelloView(APIView):
    """Greets whoever shows a token."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """200 with a greeting; 401 without a token."""
        return Response({"message": f"Hello, {request.user.get_username()}!"})


class UserViewSet(ModelViewSet[User]):
    """
    Users: everybody sees themselves, and whoever may view users sees all.

    Writing takes Django's own permission to add, change or delete users. A superuser has all of them.
    """

    queryset = User.objects.order_by("id")
    serializer_class = UserSerializer
    permission_classes = (DjangoModelPermissions,)

    def get_queryset(self) -> QuerySet[User]:
        """The users that this request may know of."""
        users = super().get_queryset()
        user = self.request.user
        return users if user.has_perm("auth.view_user") else users.filter(username=user.get_username())


class SignUpView(GenericAPIView[User]):
    """Makes an account, and signs it in at once."""

    serializer_class = UserSerializer
    authentication_classes = ()
    permission_classes = ()

    def post(self, request: Request) -> Response:
        """201 with both tokens; 400 for a name that is taken or a password that is too weak."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        tokens = get_tokens_for_user(serializer.save())
        # As at sign-in: no cache on the way may keep a token.
        return Response(tokens, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})


class NamedTokenObtainPairView(TokenObtainPairView):
    """Sign-in with this project's own claim."""

    serializer_class = NamedTokenObtainPairSerializer
