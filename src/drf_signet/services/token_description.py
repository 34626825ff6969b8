"""What a service learns about a token that is active (RFC 7662 section 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.conf import get_settings
from drf_signet.service_clients import Client
from drf_signet.tenant import CLAIM as TENANT_CLAIM
from drf_signet.tokens import Token

INACTIVE: Final[Mapping[str, object]] = {"active": False}
"""All that is said about any other token."""

NOT_FOR_REQUESTS: Final = "N_A"
"""The ``token_type`` of what authenticates no request (RFC 8693 section 2.2.1): a refresh token."""

OURS: Final = frozenset({"gen", "computed", TENANT_CLAIM})
"""Claims that mean something here alone."""


def described(token: Token, user: AbstractBaseUser, client: Client, *, is_refresh_token: bool) -> dict[str, object]:
    """What *client* learns about *token*, which is active, and which *user* holds."""
    claims = token.payload
    if not is_for(client, claims):
        return {**INACTIVE}
    settings = get_settings()
    hidden = {*OURS, settings.REVOKE_TOKEN_CLAIM, settings.TOKEN_TYPE_CLAIM, settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM}
    shown = {claim: value for claim, value in claims.items() if claim not in hidden}
    token_id, scope = claims.get(settings.JTI_CLAIM or "jti"), claims.get("scope")
    return {
        **shown,
        **({} if token_id is None else {"jti": token_id}),
        **({"scope": " ".join(_texts(scope))} if isinstance(scope, list) else {}),
        "active": True,
        "sub": claims.get("sub", str(claims.get(settings.USER_ID_CLAIM))),
        "username": user.get_username(),
        "token_type": NOT_FOR_REQUESTS if is_refresh_token else settings.header_types[0],
    }


def is_for(client: Client, claims: Mapping[str, object]) -> bool:
    """Whether a token with these *claims* is meant for *client*, or no audience limits it (RFC 7662 section 4)."""
    return not client.audiences or not client.audiences.isdisjoint(_texts(claims.get("aud")))


def _texts(value: Any) -> list[str]:
    found = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, str)]
