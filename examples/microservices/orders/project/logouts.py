"""Which users have logged out at the auth service. The feed is polled every two seconds at most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.revocation_feed import RevocationFeed

keys = RemoteKeySet(FixedAddress(f"{settings.AUTH_URL}/.well-known/jwks.json"), ["ES256"])
feed = RevocationFeed(f"{settings.AUTH_URL}/api/events/", settings.AUTH_URL, KeyRing((), keys))


def is_ended(claims: Mapping[str, Any]) -> bool:
    """Whether the session of a token with these claims has ended."""
    return feed.is_ended(claims)
