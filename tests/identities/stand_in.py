"""A stand-in for the protocol: providers that say whatever a test has them say, each thing once where it is a code."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final

from django.utils import timezone

from drf_signet.errors import (
    CodeRefusedError,
    IdTokenRefusedError,
    ProviderRefusedError,
    ProviderUnknownError,
    SignetError,
)
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.redirect import Beginning

NAMES: Final[Mapping[str, str]] = {"google": "Google", "hub": "The Hub"}
"""Google may speak for every address, and the Hub for none."""

NONCE: Final = "nonce-of-the-app"


def said(
    email: str = "ada@example.com",
    *,
    provider: str = "google",
    subject: str = "1001",
    is_verified: bool = True,
    **claims: object,
) -> ProvidedIdentity:
    """What *provider* says of somebody."""
    return ProvidedIdentity(
        provider=provider,
        issuer=f"https://{provider}.example.com",
        subject=subject,
        email=email,
        is_email_verified=is_verified,
        is_entitled=is_verified and provider == "google",
        claims=claims,
    )


class StandIn:
    """Both providers."""

    def __init__(self) -> None:
        self.known: dict[str, ProvidedIdentity] = {}
        self.began: list[tuple[str, str]] = []
        self.asked: list[dict[str, Any]] = []
        self._lock = Lock()

    def code_for(self, identity: ProvidedIdentity) -> str:
        """A code for one exchange."""
        code = secrets.token_urlsafe(16)
        self.known[code] = identity
        return code

    def id_token_for(self, identity: ProvidedIdentity) -> str:
        """A token, which the provider would accept again and again."""
        body = urlsafe_b64encode(secrets.token_bytes(30)).decode()
        self.known[body] = identity
        return f"header.{body}.signature"

    def begin(self, provider_id: str, redirect_uri: str) -> Beginning:
        """Where the browser goes."""
        if provider_id not in NAMES:
            raise ProviderUnknownError
        self.began.append((provider_id, redirect_uri))
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return Beginning(f"https://{provider_id}.example.com/?state={state}", state, nonce, verifier)

    def refusal_at_redirect(self, provider_id: str, error: str, description: str = "") -> SignetError:
        """What is said of an error."""
        return ProviderRefusedError()

    def identity_of_code(self, provider_id: str, *, code: str, now: datetime, **given: Any) -> ProvidedIdentity:
        """Exchange the code, once."""
        if provider_id not in NAMES:
            raise ProviderUnknownError
        with self._lock:
            self.asked.append(given)
            found = self.known.pop(code, None)
        if found is None or found.provider != provider_id:
            raise CodeRefusedError
        return found

    def identity_of_id_token(
        self, provider_id: str, *, id_token: str, nonce: str, now: datetime, **given: Any
    ) -> ProvidedIdentity:
        """Verify the token."""
        found = self.known.get(id_token.split(".")[1]) if id_token.count(".") == 2 else None
        if found is None or nonce != NONCE:
            raise IdTokenRefusedError
        end = (timezone.now() + timedelta(minutes=5)).timestamp()
        claims = {"exp": end, **found.claims}
        return said(
            found.email, provider=provider_id, subject=found.subject, is_verified=found.is_email_verified, **claims
        )
