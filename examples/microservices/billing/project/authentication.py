"""Users by their tokens, until they log out."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from drf_signet.authentication import JWTStatelessUserAuthentication
from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.revocation_feed import RevocationFeed


class UntilLogout(JWTStatelessUserAuthentication):
    """Accepts tokens as ISSUERS says, except those whose session has ended: every two seconds, it polls which have."""

    def authenticate(self, request: Request) -> Any:
        """The user and the token. Raises `AuthenticationFailed`."""
        found = super().authenticate(request)
        if found is not None and ended_sessions().is_ended(found[1].payload):
            raise AuthenticationFailed({"detail": "The user has logged out.", "code": "session_ended"})
        return found


@cache
def ended_sessions() -> RevocationFeed:
    """What the auth service says of sessions that have ended, signed with the keys that sign its tokens."""
    keys = RemoteKeySet(FixedAddress(f"{settings.AUTH_URL}/.well-known/jwks.json"), ["ES256"])
    return RevocationFeed(f"{settings.AUTH_URL}/api/events/", settings.AUTH_URL, KeyRing((), keys))
