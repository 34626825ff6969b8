"""Token introspection (RFC 7662) without sessions: what the signature says, and whether the user is still there."""

from __future__ import annotations

from datetime import datetime

from drf_signet.conf import get_settings
from drf_signet.errors import TokenError, TokenNotYetValidError, UnavailableError, WrongTokenTypeError
from drf_signet.known_token import KnownToken
from drf_signet.service_clients import Client
from drf_signet.services.token_description import INACTIVE, described
from drf_signet.tokens import RefreshToken
from drf_signet.user_model import MODEL_CLAIM
from drf_signet.users import user_of

__all__ = ["introspect"]


def introspect(raw: str, client: Client, *, now: datetime | None = None) -> dict[str, object]:
    """
    What *client* learns about *raw*: ``{"active": False}``, unless it is a token that is accepted here.

    One query. Raises `UnavailableError` where nobody can say now.
    """
    try:
        token = KnownToken(raw, now=now)
        if MODEL_CLAIM in token:
            raise WrongTokenTypeError
        user = user_of(token)
    except TokenNotYetValidError:
        return {**INACTIVE}
    except UnavailableError:
        raise
    except TokenError:
        return {**INACTIVE}
    is_refresh_token = token.get(get_settings().TOKEN_TYPE_CLAIM or "") == RefreshToken.token_type
    return described(token, user, client, is_refresh_token=is_refresh_token)
