"""What a reader of the reference has in the project, in each of the ways to come by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.documents.manners import PASTED

INVALID: Final = "Token is invalid or expired"

URLS: Final = """
from django.urls import path
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView
from {package} import views


class ProtectedView(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request):
        return Response({{"user": request.user.pk}})


urlpatterns = [
    path("api/token/", views.TokenObtainPairView.as_view()),
    path("api/token/refresh/", views.TokenRefreshView.as_view()),
    path("api/protected/", ProtectedView.as_view()),
]
"""
BLACKLIST: Final = """
urlpatterns += [path("api/token/blacklist/", views.TokenBlacklistView.as_view())]
"""


@dataclass(frozen=True)
class Way:
    """A tier, and what its settings say."""

    name: str
    package: str
    apps: tuple[str, ...]
    rotates: bool
    revokes: bool = True
    """Whether a token can be revoked at all."""
    said: Mapping[str, str] = field(default_factory=lambda: {"invalid": INVALID, "expired": INVALID})
    dictionary: str = "SIGNET"
    first_lines: str = ""

    def settings(self) -> str:
        """The lines at the end of ``settings.py``."""
        authentication = f"{self.package}.authentication.JWTAuthentication"
        chosen = {"ROTATE_REFRESH_TOKENS": self.rotates}
        return (
            f"{self.first_lines}\n"
            f'REST_FRAMEWORK = {{"DEFAULT_AUTHENTICATION_CLASSES": ["{authentication}"]}}\n'
            f"{self.dictionary} = {chosen}\n"
        )

    def urls(self) -> str:
        """The file ``urls.py``."""
        return URLS.format(package=self.package) + (BLACKLIST if self.revokes else "")


SESSIONS: Final = ("rest_framework", "drf_signet", "drf_signet.sessions")
WAYS: Final = (
    Way("core", "drf_signet", ("rest_framework", "drf_signet"), rotates=False, revokes=False),
    Way("sessions", "drf_signet.sessions", SESSIONS, rotates=True),
    Way("sessions-unrotated", "drf_signet.sessions", SESSIONS, rotates=False),
    Way(
        "pasted",
        PASTED.package,
        ("rest_framework", "rest_framework_simplejwt", "rest_framework_simplejwt.token_blacklist"),
        rotates=False,
        said={"invalid": "Token is invalid", "expired": "Token is expired"},
        dictionary=PASTED.dictionary,
        first_lines=PASTED.first_lines,
    ),
)
