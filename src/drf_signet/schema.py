"""
OpenAPI for drf-spectacular: the security scheme, and what the token endpoints take and answer.

Import this module once, in the ``urls.py`` that serves the schema: ``import drf_signet.schema  # noqa: F401``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from drf_spectacular.drainage import set_override
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiViewExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.permissions import AND, OR

from drf_signet.authentication import JWTAuthentication
from drf_signet.conf import get_settings
from drf_signet.openapi_description import LAST, Schema, answering, described, description_of, documented
from drf_signet.permissions import HasScope

__all__: list[str] = []

# Both classes, and those derived from them, are one scheme on purpose.
set_override(JWTAuthentication, "suppress_collision_warning", True)  # noqa: FBT003  # its signature


class TokenRefusal(serializers.Serializer[Any]):
    """The body of a 401 answer."""

    detail = serializers.CharField()
    code = serializers.CharField(required=False, help_text="Doesn't change between versions; the text in `detail` may.")


class TokenNotValid(TokenRefusal):
    """The body of a 401 answer to a token."""

    reason = serializers.CharField(
        required=False, help_text="Says more exactly than `code` what is wrong. Doesn't change between versions."
    )


class TokenPair(serializers.Serializer[Any]):
    """Both tokens."""

    refresh = serializers.CharField()
    access = serializers.CharField()


class TokenRefreshed(serializers.Serializer[Any]):
    """A new access token, and a new refresh token if refresh tokens rotate."""

    access = serializers.CharField()
    refresh = serializers.CharField(required=False)


class TokenSliding(serializers.Serializer[Any]):
    """One token for both uses."""

    token = serializers.CharField()


class CodedRefusal(serializers.Serializer[Any]):
    """The body of a refusal with a code."""

    detail = serializers.CharField()
    code = serializers.CharField(help_text="Doesn't change between versions; the text in `detail` may.")


THROTTLED: Final = {
    429: OpenApiResponse(CodedRefusal, description="Too many requests. Try again after `Retry-After` seconds.")
}
UNAVAILABLE: Final = {
    503: OpenApiResponse(
        CodedRefusal,
        description="Something that the answer needs is away or busy. Try again after `Retry-After` seconds.",
    )
}
BAD_BODY: Final = {
    413: OpenApiResponse(CodedRefusal, description="The request body is too large: `body_too_large`."),
    415: OpenApiResponse(CodedRefusal, description="This endpoint doesn't accept that content type."),
}
FOREIGN_FORM: Final = {
    403: OpenApiResponse(CodedRefusal, description="A page of another origin sent this form: `origin_refused`.")
}


class JWTScheme(OpenApiAuthenticationExtension):
    """The header of both authentication classes, and of those derived from them."""

    target_class = "drf_signet.authentication.JWTAuthentication"
    match_subclasses = True
    priority = LAST
    name = "jwtAuth"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """A bearer token, or an API key where the header has another name or first word."""
        settings = get_settings()
        prefix = settings.header_types[0]
        definition: dict[str, Any] = build_bearer_security_scheme_object(
            header_name=settings.AUTH_HEADER_NAME,
            token_prefix="Bearer" if prefix.lower() == "bearer" else prefix,
            bearer_format="JWT",
        )
        return definition

    def get_security_requirement(self, auto_schema: AutoSchema) -> list[dict[str, list[str]]]:
        """The token, with the scopes that the view demands of it: one requirement for each way to be let in."""
        ways = _ways_through(auto_schema.view.get_permissions())
        return [{str(self.name): scopes} for scopes in ways]


def _ways_through(permissions: Sequence[Any]) -> list[list[str]]:
    """The scopes of each way to pass all *permissions*, as far as scopes go."""
    ways: list[frozenset[str]] = [frozenset()]
    for permission in permissions:
        ways = [one | other for one in ways for other in _ways(permission)]
    return [sorted(one) for one in dict.fromkeys(ways)]


def _ways(permission: Any) -> list[frozenset[str]]:
    if isinstance(permission, HasScope):
        return [frozenset(permission.scopes)]
    if not isinstance(permission, AND | OR):
        return [frozenset()]
    both: Any = permission
    one, other = _ways(both.op1), _ways(both.op2)
    return [*one, *other] if isinstance(permission, OR) else [a | b for a in one for b in other]


class TokenEndpoint(OpenApiViewExtension):
    """What every endpoint has in common; its subclasses say what is answered."""

    match_subclasses = True
    priority = LAST
    success: ClassVar[int] = 200
    answer: ClassVar[type[serializers.Serializer[Any]] | OpenApiTypes | None]
    refusal: ClassVar[type[serializers.Serializer[Any]]] = TokenRefusal
    more: ClassVar[Mapping[int, OpenApiResponse]] = {}
    summary: ClassVar[str]

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        responses = {
            self.success: self.answer,
            400: OpenApiResponse(description="A field is missing or malformed. Its errors are listed under its name."),
            401: self.refusal,
            **BAD_BODY,
            **UNAVAILABLE,
            **FOREIGN_FORM,
            **self.more,
        }
        told = documented(responses, summary=self.summary, description=description_of(self.target, "post"))
        return described(self.target, {"post": self.with_answer(told)})

    def with_answer(self, told: Schema) -> Schema:
        """*told*, with what the project's serializer answers beside ours."""
        if isinstance(self.answer, type) and issubclass(self.answer, serializers.Serializer):
            return answering(told, self.success, self.answer)
        return told


class ObtainPairEndpoint(TokenEndpoint):
    """``token/``."""

    target_class = "drf_signet.views.TokenObtainPairView"
    answer = TokenPair
    summary = "Sign in"
    more = THROTTLED


class RefreshEndpoint(TokenEndpoint):
    """``token/refresh/``."""

    target_class = "drf_signet.views.TokenRefreshView"
    answer = TokenRefreshed
    refusal = TokenNotValid
    summary = "Refresh an access token"
    more = THROTTLED


class VerifyEndpoint(TokenEndpoint):
    """``token/verify/``."""

    target_class = "drf_signet.views.TokenVerifyView"
    answer = OpenApiTypes.OBJECT
    refusal = TokenNotValid
    summary = "Verify a token"


class ObtainSlidingEndpoint(TokenEndpoint):
    """Sign-in for a sliding token."""

    target_class = "drf_signet.views.TokenObtainSlidingView"
    answer = TokenSliding
    summary = "Sign in, for a sliding token"
    more = THROTTLED


class RefreshSlidingEndpoint(TokenEndpoint):
    """Refresh of a sliding token."""

    target_class = "drf_signet.views.TokenRefreshSlidingView"
    answer = TokenSliding
    refusal = TokenNotValid
    summary = "Refresh a sliding token"
    more = THROTTLED
