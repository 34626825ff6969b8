"""
OpenAPI for drf-spectacular: what the endpoint of introspection takes and answers, and those of tokens.

Import this module once, in the ``urls.py`` that serves the schema: ``import drf_signet.services.schema  # noqa: F401``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiViewExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from drf_signet import schema as core
from drf_signet.openapi_description import LAST, described, description_of, documented

__all__: list[str] = []


class TokenQuestion(serializers.Serializer[Any]):
    """A token, and the service that asks about it, unless the `Authorization` header names it."""

    token = serializers.CharField(help_text="The token, as it was given.")
    token_type_hint = serializers.CharField(required=False, help_text="Is ignored: Signet sees what a token is.")
    client_id = serializers.CharField(required=False, help_text="The id of the service, without that header.")
    client_secret = serializers.CharField(required=False, help_text="Its secret.")


class TokenIntrospection(serializers.Serializer[Any]):
    """Whether a token is active. If it is, further members are its claims."""

    active = serializers.BooleanField(help_text="Whether the token would be accepted now.")
    token_type = serializers.CharField(
        required=False, help_text="`Bearer` for what authenticates a request, `N_A` for a refresh token."
    )
    sub = serializers.CharField(required=False, help_text="The identifier of the user.")
    username = serializers.CharField(required=False, help_text="The name that the user signs in with.")
    scope = serializers.CharField(required=False, help_text="Its scopes, with spaces between them.")
    client_id = serializers.CharField(required=False, help_text="The client that it was issued to.")
    aud = serializers.JSONField(required=False, help_text="A string, or a list of strings.")
    iss = serializers.CharField(required=False, help_text="Its issuer.")
    exp = serializers.IntegerField(required=False, help_text="When it expires, in seconds since 1970.")
    iat = serializers.IntegerField(required=False, help_text="When it was issued.")
    nbf = serializers.IntegerField(required=False, help_text="From when on it is valid.")
    jti = serializers.CharField(required=False, help_text="The identifier of the token.")
    sid = serializers.CharField(required=False, help_text="The identifier of its session.")


class OAuthRefusal(core.CodedRefusal):
    """The body of a refusal, with the `error` of OAuth."""

    error = serializers.CharField(help_text="As RFC 6749 section 5.2 has it.")
    error_description = serializers.CharField(required=False, help_text="The same as `detail`, in English.")


class ServiceEndpoint(OpenApiViewExtension):
    """What the endpoints for services have in common."""

    match_subclasses = True
    priority = LAST
    answer: ClassVar[type[serializers.Serializer[Any]] | OpenApiTypes]
    summary: ClassVar[str]
    refused: ClassVar[str] = "The request lacks `token`, has a parameter twice, or authenticates in two ways."

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        responses = {
            200: self.answer,
            400: OpenApiResponse(OAuthRefusal, description=self.refused),
            401: OpenApiResponse(OAuthRefusal, description="No service has that id and secret: `invalid_client`."),
            **{status: OpenApiResponse(OAuthRefusal, description=one.description) for status, one in OTHERS.items()},
        }
        header = OpenApiParameter(
            "Authorization",
            location=OpenApiParameter.HEADER,
            description="`Basic`, with the id and the secret of the service.",
        )
        told = documented(
            responses,
            [header],
            summary=self.summary,
            description=description_of(self.target, "post"),
            request=TokenQuestion,
        )
        return described(self.target, {"post": told})


OTHERS = core.BAD_BODY | core.THROTTLED | core.UNAVAILABLE


class IntrospectionEndpoint(ServiceEndpoint):
    """``introspect/``."""

    target_class = "drf_signet.services.views.IntrospectionView"
    answer = TokenIntrospection
    summary = "Ask whether a token is active"
