"""Who somebody is to a provider, by an ID token that their app or page got from it."""

from __future__ import annotations

from datetime import datetime

from drf_signet.errors import ProviderUnknownError
from drf_signet.identities.providers.provided_identity import ProvidedIdentity

__all__ = ["identity_of_id_token"]


def identity_of_id_token(provider_id: str, *, id_token: str, nonce: str, now: datetime) -> ProvidedIdentity:
    """
    Verify *id_token* (OpenID Connect Core section 3.1.3.7), and read what it says of the user.

    *nonce* is the one in the token. Whether a token was here before is for the caller to know.

    Raises `ProviderUnknownError`, `IdTokenRefusedError` or one of its kinds, also for a provider without ID tokens,
    `ProviderUnavailableError`, and `ProviderMisconfiguredError`.
    """
    raise ProviderUnknownError
