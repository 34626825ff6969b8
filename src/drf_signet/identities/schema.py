"""
OpenAPI for drf-spectacular: what the endpoints of identities take and answer, and those of accounts and below.

Import this module once, in the ``urls.py`` that serves the schema:
``import drf_signet.identities.schema  # noqa: F401``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiViewExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

import drf_signet.accounts.schema  # noqa: F401  # one import does
from drf_signet import schema as core
from drf_signet.identities.redirects import Return
from drf_signet.identities.serializers import IdentitySerializer
from drf_signet.identities.state_cookie import state_cookie
from drf_signet.openapi_description import LAST, described, description_of, documented
from drf_signet.sessions.browser.cookies import refresh_cookie
from drf_signet.sessions.browser.schema import BrowserAccessToken
from drf_signet.sessions.schema import SIGNED_OUT, SessionTokenPair

__all__: list[str] = []

Told = Mapping[int, Any]

REFUSED: Told = {
    400: OpenApiResponse(
        description="The request is malformed, or the `code` says why the provider's proof isn't accepted, such as "
        "`code_refused`, `nonce_mismatch`, `identity_used_before` or `address_missing`."
    ),
    404: OpenApiResponse(core.CodedRefusal, description="There is no such provider: `provider_unknown`."),
}
NO_ACCOUNT: Told = {
    401: OpenApiResponse(
        core.TokenRefusal,
        description="The account isn't allowed to sign in, or its address isn't confirmed yet: `email_not_verified`.",
    ),
    403: OpenApiResponse(
        core.CodedRefusal,
        description="There is no account, and none is created this way: `sign_up_closed`. Or the page isn't allowed "
        "to send this request: `origin_refused`.",
    ),
    409: OpenApiResponse(
        core.CodedRefusal,
        description="Somebody here has the address, and the provider can't vouch for it: `account_exists`.",
    ),
}
TAKEN: Told = {
    409: OpenApiResponse(core.CodedRefusal, description="The identity is linked to another user: `identity_taken`.")
}
ALWAYS: Told = {**core.THROTTLED, **core.UNAVAILABLE}


class Provider(serializers.Serializer[Any]):
    """A provider, for a button."""

    id = serializers.CharField(help_text="What the addresses call it.")
    name = serializers.CharField()


class ProviderStarted(serializers.Serializer[Any]):
    """Where the page goes."""

    url = serializers.URLField()


class _IdentityEndpoint(OpenApiViewExtension):
    match_subclasses = True
    priority = LAST + 20
    success: ClassVar[int] = 200
    answer: ClassVar[type[serializers.Serializer[Any]]]
    more: ClassVar[Told]
    summary: ClassVar[str]

    def parameters(self) -> list[OpenApiParameter]:
        """Those beside that of the address."""
        return []

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        told = documented(
            {self.success: self.answer, **core.BAD_BODY, **REFUSED, **self.more, **ALWAYS},
            self.parameters(),
            summary=self.summary,
            description=description_of(self.target, "post"),
        )
        return described(self.target, {"post": told})


class SignInEndpoint(_IdentityEndpoint):
    """``identities/<provider>/token/``."""

    target_class = "drf_signet.identities.views.IdentitySignInView"
    answer = SessionTokenPair
    more = NO_ACCOUNT
    summary = "Sign in with a provider"


class LinkEndpoint(_IdentityEndpoint):
    """``identities/<provider>/link/``."""

    target_class = "drf_signet.identities.views.IdentityLinkView"
    success = 201
    answer = IdentitySerializer
    more = {**SIGNED_OUT, **core.FOREIGN_FORM, **TAKEN}  # never changed
    summary = "Link an identity"


class BrowserSignInEndpoint(_IdentityEndpoint):
    """``browser/identities/<provider>/token/``."""

    target_class = "drf_signet.identities.browser.views.BrowserIdentitySignInView"
    answer = BrowserAccessToken
    more = NO_ACCOUNT
    summary = "Sign in with a provider from a browser"

    def parameters(self) -> list[OpenApiParameter]:
        """The cookie."""
        return [_set_cookie(refresh_cookie().name, "the refresh token", 200)]


class StartEndpoint(_IdentityEndpoint):
    """``browser/identities/<provider>/start/``."""

    target_class = "drf_signet.identities.browser.views.ProviderStartView"
    answer = ProviderStarted
    more = {  # never changed
        **SIGNED_OUT,
        403: OpenApiResponse(
            core.CodedRefusal, description="The page isn't allowed to send this request: `origin_refused`."
        ),
    }
    summary = "Go to a provider"

    def parameters(self) -> list[OpenApiParameter]:
        """The cookie."""
        return [_set_cookie(state_cookie().name, "what binds the way back to this browser", 200)]


class CallbackEndpoint(OpenApiViewExtension):
    """``browser/identities/<provider>/callback/``."""

    target_class = "drf_signet.identities.browser.views.ProviderCallbackView"
    match_subclasses = True
    priority = LAST + 20

    def view_replacement(self) -> Any:
        """The view with its one answer described."""
        location = OpenApiParameter(
            "Location",
            location=OpenApiParameter.HEADER,
            response=[303],
            description="The page, with `#signed_in`, `#linked` or `#error=` and a code.",
        )
        cookie = _set_cookie(refresh_cookie().name, "after a sign-in, the refresh token", 303)
        query = [OpenApiParameter(name, OpenApiTypes.STR) for name in Return._fields]
        back = {303: OpenApiResponse(description="The browser is led to your page, whatever happened.")}
        told = {
            "get": documented(
                {**back, **core.UNAVAILABLE}, [*query, location, cookie], summary="Come back from a provider"
            ),
            "post": documented(
                {303: OpenApiResponse(description="The same address, as a GET."), **core.UNAVAILABLE},
                [OpenApiParameter("Location", location=OpenApiParameter.HEADER, response=[303])],
                summary="Come back from a provider that sends a form",
            ),
        }
        return described(self.target, told)


class ProviderListEndpoint(OpenApiViewExtension):
    """``identities/providers/``."""

    target_class = "drf_signet.identities.views.ProviderListView"
    match_subclasses = True
    priority = LAST

    def view_replacement(self) -> Any:
        """The view with its answer described."""
        told = documented(
            {200: Provider(many=True)}, summary="List the providers", description=description_of(self.target, "get")
        )
        return described(self.target, {"get": told})


class IdentityListEndpoint(OpenApiViewExtension):
    """``identities/``."""

    target_class = "drf_signet.identities.views.IdentityListView"
    match_subclasses = True
    priority = LAST

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        responses = {200: self.target.serializer_class(many=True), **SIGNED_OUT, **core.UNAVAILABLE}
        return described(self.target, {"get": documented(responses, summary="List your identities")})


class IdentityDetailEndpoint(OpenApiViewExtension):
    """``identities/<id>/``."""

    target_class = "drf_signet.identities.views.IdentityDetailView"
    match_subclasses = True
    priority = LAST

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        responses = {
            204: None,
            404: OpenApiResponse(core.CodedRefusal, description="You have no such identity: `not_found`."),
            409: OpenApiResponse(core.CodedRefusal, description="It is your only way to sign in: `last_way_in`."),
            **SIGNED_OUT,
            **core.UNAVAILABLE,
        }
        return described(
            self.target,
            {
                "delete": documented(
                    responses, summary="Remove an identity", description=description_of(self.target, "delete")
                )
            },
        )


def _set_cookie(name: str, given: str, status: int) -> OpenApiParameter:
    return OpenApiParameter(
        "Set-Cookie", location=OpenApiParameter.HEADER, response=[status], description=f"`{name}`: {given}"
    )
