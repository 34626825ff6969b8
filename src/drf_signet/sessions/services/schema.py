"""
OpenAPI for drf-spectacular: what the endpoints for services take and answer, and those of sessions and tokens.

Import this module once, in the ``urls.py`` that serves the schema:
``import drf_signet.sessions.services.schema  # noqa: F401``.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiViewExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from drf_signet import schema as core
from drf_signet.openapi_description import LAST, described, description_of, documented
from drf_signet.services import schema as services
from drf_signet.sessions import schema as sessions  # noqa: F401  # registers what it describes
from drf_signet.sessions.services.views import MEDIA_TYPE

__all__: list[str] = []


class IntrospectionEndpoint(services.ServiceEndpoint):
    """``introspect/``."""

    target_class = "drf_signet.sessions.services.views.IntrospectionView"
    answer = services.TokenIntrospection
    summary = "Ask whether a token is active"
    priority = LAST + 1


class RevocationEndpoint(services.ServiceEndpoint):
    """``revoke/``."""

    target_class = "drf_signet.sessions.services.views.RevocationView"
    answer = OpenApiTypes.OBJECT
    summary = "End the session of a token"
    refused = (
        f"{services.ServiceEndpoint.refused} Or the token is genuine and belongs to no session: "
        "`unsupported_token_type`."
    )


class EndedSessionsEndpoint(OpenApiViewExtension):
    """``events/``."""

    target_class = "drf_signet.sessions.services.views.EndedSessionsView"
    match_subclasses = True
    priority = LAST

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        responses: dict[Any, OpenApiResponse] = {
            (200, MEDIA_TYPE): OpenApiResponse(OpenApiTypes.STR, description="The document, a signed JWT."),
            304: OpenApiResponse(description="The document is still the one that `If-None-Match` names."),
            501: OpenApiResponse(core.CodedRefusal, description="No key here can sign: `no_signing_key`."),
            **core.UNAVAILABLE,
        }
        known = OpenApiParameter(
            "If-None-Match", location=OpenApiParameter.HEADER, description="The `ETag` of the last answer."
        )
        told = documented(
            responses,
            [known],
            summary="List the sessions that have just ended",
            description=description_of(self.target, "get"),
        )
        return described(self.target, {"get": told})
