"""The short form for one provider: JWK_URL, and tokens that are read like ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from drf_signet.tokens import AccessToken
from tests.others.identity_providers.shapes import (
    AUTH0,
    CLERK,
    COGNITO,
    ENTRA,
    ENTRA_1,
    FIREBASE,
    KEYCLOAK,
    KEYCLOAK_IN_COMPOSE,
    OKTA,
    SUPABASE,
    Shape,
)


class CognitoToken(AccessToken):
    """For one app."""

    required_claims: ClassVar[Mapping[str, str]] = {"client_id": "4example23456789"}


class KeycloakToken(AccessToken):
    """As Keycloak calls it."""

    token_type = "Bearer"


class EntraToken(AccessToken):
    """With a scope of ours."""

    required_claims: ClassVar[Mapping[str, str]] = {"scp": "access_as_user"}


class ClerkToken(AccessToken):
    """From a page of ours."""

    required_claims: ClassVar[Mapping[str, list[str]]] = {"azp": ["https://shop.example", "http://localhost:3000"]}


UNTYPED: Final = {"TOKEN_TYPE_CLAIM": None}
BARE: Final = {"TOKEN_TYPE_CLAIM": None, "JTI_CLAIM": None}
FORMS: Final[tuple[tuple[Shape, Mapping[str, object]], ...]] = (
    (AUTH0, {"AUDIENCE": "https://api.shop.example", "USER_ID_CLAIM": "sub", **BARE}),
    (COGNITO, {"USER_ID_CLAIM": "sub", "TOKEN_TYPE_CLAIM": "token_use", "AUTH_TOKEN_CLASSES": CognitoToken}),
    (
        KEYCLOAK,
        {
            "AUDIENCE": "shop-api",
            "USER_ID_CLAIM": "sub",
            "TOKEN_TYPE_CLAIM": "typ",
            "AUTH_TOKEN_CLASSES": KeycloakToken,
        },
    ),
    (
        KEYCLOAK_IN_COMPOSE,
        {
            "JWK_URL_ALLOW_HTTP": True,
            "AUDIENCE": "shop-api",
            "USER_ID_CLAIM": "sub",
            "TOKEN_TYPE_CLAIM": "typ",
            "AUTH_TOKEN_CLASSES": KeycloakToken,
        },
    ),
    (
        ENTRA,
        {
            "AUDIENCE": "66666666-7777-8888-9999-000000000000",
            "USER_ID_CLAIM": "oid",
            "AUTH_TOKEN_CLASSES": EntraToken,
            **BARE,
        },
    ),
    (
        ENTRA_1,
        {
            "AUDIENCE": "api://66666666-7777-8888-9999-000000000000",
            "USER_ID_CLAIM": "oid",
            "AUTH_TOKEN_CLASSES": EntraToken,
            **BARE,
        },
    ),
    (FIREBASE, {"AUDIENCE": "shop-12345", "USER_ID_CLAIM": "user_id", **BARE}),
    (OKTA, {"AUDIENCE": "api://default", "USER_ID_CLAIM": "uid", **UNTYPED}),
    (CLERK, {"USER_ID_CLAIM": "sub", "LEEWAY": 5, "AUTH_TOKEN_CLASSES": ClerkToken, **BARE}),
    (SUPABASE, {"AUDIENCE": "authenticated", "USER_ID_CLAIM": "sub", **BARE}),
)


def short_settings_of(shape: Shape) -> dict[str, Any]:
    """The dict for the provider."""
    (form,) = [dict(one) for known, one in FORMS if known is shape]
    if (token_class := form.get("AUTH_TOKEN_CLASSES")) is not None:
        form["AUTH_TOKEN_CLASSES"] = [f"{__name__}.{getattr(token_class, '__name__', '')}"]
    return {"ALGORITHM": shape.algorithm, "JWK_URL": shape.url, "ISSUER": shape.issuer, **form}
