"""
OpenAPI for drf-spectacular: what it says of Simple JWT's classes by itself, of ours under their own name.

Nothing has to import this module: `authentication` does, where drf-spectacular is installed. REST framework may be in
the middle of its own views then, so nothing here may import them, and ``drf_spectacular.openapi`` does. The
descriptions of `drf_signet.schema`, which say more, are for the views of the core.

The classes have the names that they have there, for extensions of projects that derive from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from drf_spectacular.contrib import rest_framework_simplejwt as known
from drf_spectacular.drainage import set_override
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from drf_signet.authentication import JWTAuthentication
from drf_signet.conf import get_settings
from drf_signet_compat.simplejwt.names import OURS
from drf_signet_compat.simplejwt.settings import api_settings

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema

LAST: Final = -90
"""The priority of these extensions: behind those of a project, and before those of `drf_signet.schema`."""

# All authentication classes are one scheme on purpose.
set_override(JWTAuthentication, "suppress_collision_warning", True)  # noqa: FBT003  # its signature


class TokenObtainPairSerializerExtension(known.TokenObtainPairSerializerExtension):
    """Accepts credentials, and answers with both tokens."""

    target_class = f"{OURS}.serializers.TokenObtainPairSerializer"
    priority = LAST


class TokenObtainSlidingSerializerExtension(known.TokenObtainSlidingSerializerExtension):
    """Accepts credentials, and answers with the token."""

    target_class = f"{OURS}.serializers.TokenObtainSlidingSerializer"
    priority = LAST


class TokenVerifySerializerExtension(known.TokenVerifySerializerExtension):
    """Takes a token."""

    target_class = f"{OURS}.serializers.TokenVerifySerializer"
    priority = LAST


class TokenRefreshSerializerExtension(OpenApiSerializerExtension):
    """Takes a refresh token; answers with one, too, where they rotate."""

    target_class = f"{OURS}.serializers.TokenRefreshSerializer"
    priority = LAST

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> Any:
        """The schema of what is sent and of what comes back."""
        fields = {
            "access": serializers.CharField(read_only=True),
            "refresh": serializers.CharField(write_only=not api_settings.ROTATE_REFRESH_TOKENS),
        }
        fixed = inline_serializer("Fixed", fields)  # type: ignore[arg-type]  # its value type is invariant
        return auto_schema._map_serializer(fixed, direction)  # noqa: SLF001  # there is no other


class SimpleJWTScheme(OpenApiAuthenticationExtension):
    """The header of the authentication class that looks the user up."""

    target_class = f"{OURS}.authentication.JWTAuthentication"
    priority = LAST
    name = "jwtAuth"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """A bearer token, or an API key where the header has another name or first word."""
        settings = get_settings()
        definition: dict[str, Any] = build_bearer_security_scheme_object(
            header_name=settings.AUTH_HEADER_NAME, token_prefix=settings.header_types[0], bearer_format="JWT"
        )
        return definition


class SimpleJWTStatelessUserScheme(SimpleJWTScheme):
    """The same header."""

    target_class = f"{OURS}.authentication.JWTStatelessUserAuthentication"


class SimpleJWTTokenUserScheme(SimpleJWTScheme):
    """The same header, by the older name of the class."""

    target_class = f"{OURS}.authentication.JWTTokenUserAuthentication"
