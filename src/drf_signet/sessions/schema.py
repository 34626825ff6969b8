"""
OpenAPI for drf-spectacular: what the endpoints of sessions take and answer, and those of tokens without sessions.

Import this module once, in the ``urls.py`` that serves the schema: ``import drf_signet.sessions.schema  # noqa: F401``.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiViewExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from drf_signet import schema as core
from drf_signet.openapi_description import LAST, described, documented, name_component

__all__: list[str] = []


class SessionRefusal(core.TokenNotValid):
    """The body of a 401 answer."""


class SessionTokenPair(core.TokenPair):
    """Both tokens, and for how many seconds the access token is valid."""

    expires_in = serializers.IntegerField(help_text="For how many seconds the access token is valid.")


class SessionTokenRefreshed(core.TokenRefreshed):
    """A new access token, for how many seconds it is valid, and a new refresh token if refresh tokens rotate."""

    expires_in = serializers.IntegerField(help_text="For how many seconds the access token is valid.")


class SessionTokenSliding(core.TokenSliding):
    """One token for both uses, and for how many seconds it is valid."""

    expires_in = serializers.IntegerField(help_text="For how many seconds the token is valid.")


SUPERSEDED = {
    409: OpenApiResponse(
        core.CodedRefusal,
        description="Another request has just replaced this token. Use the newest one: `refresh_superseded`.",
    )
}
SIGNED_OUT = {401: OpenApiResponse(SessionRefusal, description="The user isn't signed in, or the session has ended.")}


class _SessionEndpoint(core.TokenEndpoint):
    refusal = SessionRefusal


class ObtainPairEndpoint(_SessionEndpoint):
    """``token/``."""

    target_class = "drf_signet.sessions.views.TokenObtainPairView"
    answer = SessionTokenPair
    summary = "Sign in"
    more = core.THROTTLED


class RefreshEndpoint(_SessionEndpoint):
    """``token/refresh/``."""

    target_class = "drf_signet.sessions.views.TokenRefreshView"
    answer = SessionTokenRefreshed
    summary = "Refresh an access token"
    more = SUPERSEDED | core.THROTTLED


class VerifyEndpoint(_SessionEndpoint):
    """``token/verify/``."""

    target_class = "drf_signet.sessions.views.TokenVerifyView"
    answer = OpenApiTypes.OBJECT
    summary = "Verify a token"


class ObtainSlidingEndpoint(_SessionEndpoint):
    """Sign-in for a sliding token."""

    target_class = "drf_signet.sessions.views.TokenObtainSlidingView"
    answer = SessionTokenSliding
    summary = "Sign in, for a sliding token"
    more = core.THROTTLED


class RefreshSlidingEndpoint(_SessionEndpoint):
    """Refresh of a sliding token."""

    target_class = "drf_signet.sessions.views.TokenRefreshSlidingView"
    answer = SessionTokenSliding
    summary = "Refresh a sliding token"
    more = SUPERSEDED | core.THROTTLED


class BlacklistEndpoint(_SessionEndpoint):
    """``token/blacklist/``."""

    target_class = "drf_signet.sessions.views.TokenBlacklistView"
    answer = OpenApiTypes.OBJECT
    summary = "End the session of a refresh token"


class LogoutEndpoint(_SessionEndpoint):
    """``logout/``."""

    target_class = "drf_signet.sessions.views.LogoutView"
    success = 204
    answer = None
    summary = "Sign out"
    priority = LAST + 1


class LogoutAllEndpoint(LogoutEndpoint):
    """``logout/all/``."""

    target_class = "drf_signet.sessions.views.LogoutAllView"
    summary = "Sign out everywhere"
    priority = LAST + 2


class SessionListEndpoint(OpenApiViewExtension):
    """``sessions/``."""

    target_class = "drf_signet.sessions.views.SessionListView"
    match_subclasses = True
    priority = LAST

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        responses = {200: self.target.serializer_class(many=True), **SIGNED_OUT, **core.UNAVAILABLE}
        told = documented(responses, summary="List your sessions")
        return described(self.target, {"get": told})


class SessionDetailEndpoint(OpenApiViewExtension):
    """``sessions/ID/``."""

    target_class = "drf_signet.sessions.views.SessionDetailView"
    match_subclasses = True
    priority = LAST

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        unknown = OpenApiResponse(core.CodedRefusal, description="You don't have a session with this ID.")
        responses = {204: None, **SIGNED_OUT, 404: unknown, **core.UNAVAILABLE}
        told = documented(
            responses,
            summary="Sign out on one device",
        )
        return described(self.target, {"delete": told})


# A project with both tiers has two serializers of each name.
for name in ("TokenObtainPair", "TokenObtainSliding", "TokenRefresh", "TokenRefreshSliding", "TokenVerify"):
    name_component(f"drf_signet.sessions.serializers.{name}Serializer", f"Session{name}")
