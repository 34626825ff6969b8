"""
Authorization codes, each of which is valid for a minute and used once (RFC 6749 section 4.1.2).

They are in the cache: the service asks for the tokens while it may hold a transaction, and the demo's database may be a
file that one writes at a time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from authlib.oidc.core import AuthorizationCodeMixin
from django.core.cache import cache

from signet_server.demo_provider.people import Person

SECONDS: Final = 60
PLACE: Final = "demo_provider.code"
USED: Final = "demo_provider.used_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(AuthorizationCodeMixin):
    """What was asked for, and who said yes. The names are Authlib's."""

    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str
    code_challenge_method: str
    person: Person
    auth_time: int
    """In seconds since 1970."""

    def get_redirect_uri(self) -> str:
        """The page to which the code went."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """The scopes, with spaces between them."""
        return self.scope

    def get_nonce(self) -> str | None:
        """What the client wants to find in the ID token."""
        return self.nonce

    def get_auth_time(self) -> int:
        """When somebody said yes."""
        return self.auth_time


def keep(text: str, code: Code) -> None:
    """Remember that *text* stands for *code*."""
    cache.set(f"{PLACE}:{_hashed(text)}", code, SECONDS)


def take(text: str) -> Code | None:
    """What *text* stands for, to the first who asks; None to all others, and when it has expired."""
    hashed = _hashed(text)
    code = cache.get(f"{PLACE}:{hashed}")
    # That it was used is known for longer than the code is.
    is_first = isinstance(code, Code) and cache.add(f"{USED}:{hashed}", "used", 2 * SECONDS)
    return code if is_first else None


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
