"""What a provider says of a user beside the ID token (OpenID Connect Core section 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_signet.errors import TokenError
from drf_signet.identities.providers.id_token_reasons import other_user
from drf_signet.identities.providers.outages import unavailable
from drf_signet.identities.providers.provider import Provider
from drf_signet.identities.providers.provider_fetch import AWAY
from signet_tokens.strict_json import load_object


def with_userinfo(provider: Provider, url: str, claims: Mapping[str, Any], access_token: str) -> dict[str, Any]:
    """
    *claims*, and what the endpoint at *url* adds to them. It changes none of them.

    Raises `TokenError` where it speaks of another user, and `ProviderUnavailableError` where it doesn't answer.
    """
    headers = {"Accept": "application/json", "Authorization": f"Bearer {access_token}"}
    try:
        reply = provider.ask(url, headers)
    except AWAY as error:
        raise unavailable(provider.place, error) from error
    if reply.status != 200:
        cause = OSError(f"the userinfo endpoint answers with {reply.status}")
        raise unavailable(provider.place, cause, reply.retry_after)
    try:
        found = load_object(reply.body)
    except TokenError:
        # A signed answer, for a client that is registered so.
        raise unavailable(provider.place, ValueError("the userinfo endpoint doesn't answer with JSON")) from None
    if found.get("sub") != claims["sub"]:
        raise TokenError(reason=other_user(found.get("sub"), claims["sub"]))
    return {**found, **claims}
