"""The identity of somebody at a provider, by an ID token that their app or page got from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from drf_signet.identities.providers.id_token_refusals import NO_ID_TOKENS, check_nonce, refused, refusing
from drf_signet.identities.providers.identities import identity
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.provider import GITHUB
from drf_signet.identities.providers.providers_in_force import get_provider

__all__ = ["identity_of_id_token"]


def identity_of_id_token(
    provider_id: str, *, id_token: str, nonce: str, now: datetime, names: Mapping[str, str] | None = None
) -> ProvidedIdentity:
    """
    Verify *id_token* (OpenID Connect Core section 3.1.3.7), and read what it says of the user.

    *nonce* is the one in the token. Whether a token was here before is for the caller to know.
    *names* are what the page or the app says that Apple calls the user. For other providers, they mean nothing.

    Raises `ProviderUnknownError`, `IdTokenRefusedError` or one of its kinds, also for a provider without ID tokens,
    `ProviderUnavailableError`, and `ProviderMisconfiguredError`.
    """
    provider = get_provider(provider_id)
    if provider.preset.kind == GITHUB:
        raise refused(provider, NO_ID_TOKENS)
    with refusing(provider, is_new=False):
        claims = provider.claims(id_token, now)
    check_nonce(provider, claims, nonce)
    return identity(provider, claims, names)
