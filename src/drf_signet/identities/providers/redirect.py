"""Begin a sign-in: the URL at the provider to which the browser goes, and what has to be kept until it comes back."""

from __future__ import annotations

from typing import NamedTuple

from drf_signet.errors import ProviderUnknownError, SignetError

__all__ = ["Beginning", "begin", "refusal_at_redirect"]


class Beginning(NamedTuple):
    """A redirect that begins. All but *url* have 256 bits of randomness, and are used once."""

    url: str
    """Where the browser goes."""

    state: str
    """Comes back with the browser, as it is (RFC 6749 section 10.12)."""

    nonce: str
    """Comes back in the ID token (OpenID Connect Core section 3.1.2.1)."""

    code_verifier: str
    """Proves to the provider that the code is for us (RFC 7636). Nobody else learns of it."""


def begin(provider_id: str, redirect_uri: str) -> Beginning:
    """
    A new redirect to the provider, which sends the browser back to *redirect_uri*.

    Raises `ProviderUnknownError`, `ProviderMisconfiguredError`, and `ProviderUnavailableError` where the provider
    hasn't said yet where it is.
    """
    raise ProviderUnknownError


def refusal_at_redirect(provider_id: str, error: str, description: str = "") -> SignetError:
    """
    The error for a browser that came back with *error* and *description* in place of a code (RFC 6749 section 4.1.2.1).

    It is returned, to be raised or shown. The log has what the provider said; the error has nothing of it.
    """
    return ProviderUnknownError()
