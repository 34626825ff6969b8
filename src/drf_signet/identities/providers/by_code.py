"""Who somebody is to a provider, by the code with which their browser, or their app, came back."""

from __future__ import annotations

from datetime import datetime

from drf_signet.errors import ProviderUnknownError
from drf_signet.identities.providers.provided_identity import ProvidedIdentity

__all__ = ["identity_of_code"]


def identity_of_code(
    provider_id: str,
    *,
    code: str,
    redirect_uri: str,
    code_verifier: str,
    now: datetime,
    nonce: str | None = None,
    issuer: str | None = None,
) -> ProvidedIdentity:
    """
    Exchange *code* at the provider (RFC 6749 section 4.1.3), and read what it says of the user.

    *nonce* is that of the redirect; None where whoever asks has none: then *code_verifier* alone binds the code.
    *issuer* is the ``iss`` that came with the code (RFC 9207), and is needed from a provider that promises it.

    Raises `ProviderUnknownError`, `ProviderRefusedError` or one of its kinds, `ProviderMixedUpError`,
    `IdTokenRefusedError` or one of its kinds, `ProviderUnavailableError`, and `ProviderMisconfiguredError`.
    """
    raise ProviderUnknownError
