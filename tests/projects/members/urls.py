"""A sign-up that asks for more, before the usual endpoints."""

from __future__ import annotations

from django.urls import include, path

from drf_signet.accounts.serializers import SignUpSerializer
from drf_signet.accounts.views import SignUpView


class MemberSignUpSerializer(SignUpSerializer):
    """Asks for the team, too."""

    class Meta(SignUpSerializer.Meta):
        """The usual fields, and that one."""

        fields = (*SignUpSerializer.Meta.fields, "team")


class MemberSignUpView(SignUpView):
    """Asks for more."""

    serializer_class = MemberSignUpSerializer


urlpatterns = [
    path("users/", MemberSignUpView.as_view()),
    path("", include("drf_signet.accounts.urls")),
    path("", include("drf_signet.sessions.urls")),
]
