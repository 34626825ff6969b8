"""Code that a project writes itself: views with other guarantees, and serializers with other fields."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet import authentication as core
from drf_signet.accounts.fields import NameField
from drf_signet.accounts.serializers import SignUpSerializer, UserSerializer
from drf_signet.accounts.views import MeView, SetPasswordView, SignUpView
from drf_signet.sessions import authentication as sessions


class WhoAmIView(APIView):
    """Says who is asking."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The primary key."""
        return Response({"user": str(request.user.pk)})


class LiveView(WhoAmIView):
    """Looks the session up."""

    authentication_classes = (sessions.JWTAuthentication,)


class SnapshotView(WhoAmIView):
    """Knows which sessions were ended."""

    authentication_classes = (sessions.JWTStatelessUserAuthentication,)


class CoreSetPasswordView(SetPasswordView):
    """Accepts tokens without a session."""

    authentication_classes = (core.JWTAuthentication,)


class InvitedSignUpSerializer(SignUpSerializer):
    """Asks for one more column of the user model, and for a field that is no column."""

    invitation = NameField(max_length=20, write_only=True)

    class Meta(SignUpSerializer.Meta):
        """The usual fields, and those two."""

        fields = (*SignUpSerializer.Meta.fields, "last_login", "invitation")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Only people with an invitation may sign up."""
        if attrs.pop("invitation") != "friend":
            raise serializers.ValidationError({"invitation": ["Nobody invited you."]})
        return super().validate(attrs)


class StaffUserSerializer(UserSerializer):
    """Shows one more field, which can't be changed."""

    class Meta(UserSerializer.Meta):
        """The usual fields, and ``is_staff``."""

        fields = (*UserSerializer.Meta.fields, "is_staff")
        read_only_fields = (*UserSerializer.Meta.read_only_fields, "is_staff")


class OwnSignUpView(SignUpView):
    """Asks for more."""

    serializer_class = InvitedSignUpSerializer


class OwnMeView(MeView):
    """Shows more."""

    serializer_class = StaffUserSerializer
