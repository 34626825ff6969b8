"""Views behind tokens, and views that hand tokens out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, permissions, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTStatelessUserAuthentication, JWTTokenUserAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView, TokenViewBase

from notes.authentication import COOKIE, CookieJWTAuthentication, PayingJWTAuthentication
from notes.models import Note
from notes.serializers import (
    FreshRefreshSerializer,
    LoginSerializer,
    NoteSerializer,
    RememberedLoginSerializer,
    TokenObtainPairResponseSerializer,
)


class OnceADay(AnonRateThrottle):
    """One request a day."""

    rate = "1/day"


class MeView(APIView):
    """The user, and the claims of the token."""

    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(responses={200: dict})
    def get(self, request: Request) -> Response:
        """The user and the claims of the token."""
        return Response({"id": request.user.pk, "username": request.user.username, "claims": request.auth.payload})


class StatelessMeView(MeView):
    """The same, by the token alone."""

    authentication_classes = [JWTStatelessUserAuthentication]


class OldStatelessMeView(MeView):
    """The same, by the older name of the class."""

    authentication_classes = [JWTTokenUserAuthentication]


class PayingMeView(MeView):
    """The same, for anyone who has paid."""

    authentication_classes = [PayingJWTAuthentication]


class CookieMeView(MeView):
    """The same, by a cookie."""

    authentication_classes = [CookieJWTAuthentication]


class PublicView(APIView):
    """Open to everyone."""

    permission_classes = [permissions.AllowAny]

    @extend_schema(responses={200: dict})
    def get(self, request: Request) -> Response:
        """Whether somebody is signed in."""
        return Response({"signed_in": request.user.is_authenticated})


class NoteListView(generics.ListCreateAPIView):
    """The notes of the user."""

    permission_classes = [permissions.IsAuthenticated]
    serializer_class = NoteSerializer
    queryset = Note.objects.order_by("pk")

    def get_queryset(self) -> QuerySet[Note]:
        """Users see their own notes alone."""
        return super().get_queryset().filter(owner=self.request.user)

    def perform_create(self, serializer: NoteSerializer) -> None:
        """The note belongs to the user."""
        serializer.save(owner=self.request.user)


class LoginView(TokenObtainPairView):
    """Sign-in with a serializer class of our own."""

    serializer_class = LoginSerializer


class DottedLoginView(TokenViewBase):
    """Sign-in with a serializer named by its path."""

    www_authenticate_realm = "notes"
    _serializer_class = "notes.serializers.AccessOnlySerializer"


class MissingSerializerView(TokenViewBase):
    """Sign-in with a serializer that isn't there."""

    _serializer_class = "notes.serializers.Missing"


class DecoratedTokenObtainPairView(TokenObtainPairView):
    """Sign-in, with its answer described in the schema."""

    @extend_schema(responses={status.HTTP_200_OK: TokenObtainPairResponseSerializer})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A pair of tokens."""
        return super().post(request, *args, **kwargs)


class CookieLoginView(TokenObtainPairView):
    """Sign-in that puts the access token into a cookie."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The refresh token in the body, the access token in the cookie."""
        response = super().post(request, *args, **kwargs)
        response.set_cookie(COOKIE, response.data.pop("access"), httponly=True)
        return response


class ThrottledLoginView(TokenObtainPairView):
    """Sign-in, once a day."""

    throttle_classes = [OnceADay]


class RememberedLoginView(TokenObtainPairView):
    """Sign-in that can be remembered."""

    serializer_class = RememberedLoginSerializer


class FreshRefreshView(TokenRefreshView):
    """Refresh that looks the user up again."""

    serializer_class = FreshRefreshSerializer


class LogoutEverywhereView(APIView):
    """Blacklists every refresh token of the user."""

    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(request=None, responses={205: None})
    def post(self, request: Request) -> Response:
        """Each outstanding token gets its row in the blacklist."""
        for token in OutstandingToken.objects.filter(user=request.user):
            BlacklistedToken.objects.get_or_create(token=token)
        return Response(status=status.HTTP_205_RESET_CONTENT)


class ExchangeView(APIView):
    """Exchanges a refresh token for an access token, by hand."""

    permission_classes = ()

    @extend_schema(request=dict, responses={200: dict})
    def post(self, request: Request) -> Response:
        """Answer the access token, or why there is none."""
        try:
            refresh = RefreshToken(request.data.get("refresh"))
        except TokenError as error:
            raise InvalidToken(error.args[0]) from error
        return Response({"access": str(refresh.access_token)})
