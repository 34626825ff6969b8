"""
For the tests of a project: a provider that says what a test has it say. Nothing is sent anywhere.

    with provider_says("google", subject="1001", email="ada@example.com"):
        api.post("/api/identities/google/token/", {"code": "any", "redirect_uri": "any", "code_verifier": "any"})
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from drf_signet.identities import sign_in
from drf_signet.identities.providers.provided_identity import ProvidedIdentity

__all__ = ["provider_says"]


@contextmanager
def provider_says(
    provider: str, *, subject: str, email: str = "", is_entitled: bool = True, **claims: object
) -> Iterator[ProvidedIdentity]:
    """
    A context manager in which each code and each id_token is that of *subject* at *provider*, with *claims*.

    The address is verified there, and the provider may speak for it if *is_entitled*. The value is what it says.
    """
    said = ProvidedIdentity(
        provider=provider,
        issuer=f"https://{provider}.invalid",
        subject=subject,
        email=email,
        is_email_verified=bool(email),
        is_entitled=is_entitled and bool(email),
        claims=claims,
    )

    def by_code(provider_id: str, *, now: datetime, **code: object) -> ProvidedIdentity:
        return said

    with patch.object(sign_in, "identity_of_code", by_code), patch.object(sign_in, "identity_of_id_token", by_code):
        yield said
