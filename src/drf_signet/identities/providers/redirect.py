"""Begin a sign-in: the URL at the provider to which the browser goes, and what has to be kept until it comes back."""

from __future__ import annotations

import secrets
from typing import Final, NamedTuple

from drf_signet.errors import RedirectUriMismatchError, SignetError
from drf_signet.identities.providers.oauth_messages import authorization_url
from drf_signet.identities.providers.outages import misconfigured
from drf_signet.identities.providers.providers_in_force import get_provider
from drf_signet.identities.providers.refusals import refusal

__all__ = ["Beginning", "begin", "refusal_at_redirect"]

SECRET_BYTES: Final = 32


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
    hasn't said yet where it is. Raises `RedirectUriMismatchError` for what no URL has.
    """
    provider = get_provider(provider_id)
    if not redirect_uri.isascii() or not redirect_uri.isprintable():
        raise RedirectUriMismatchError
    state, nonce, code_verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
    said = {"redirect_uri": redirect_uri, "scope": provider.scope, "state": state, "nonce": nonce}
    endpoint = provider.metadata().authorization_endpoint
    try:
        url = authorization_url(
            endpoint, provider.settings.client_id, code_verifier, {**said, **provider.preset.parameters}
        )
    except ValueError:
        raise misconfigured(provider.place, "has an authorization_endpoint whose query can't be read.") from None
    return Beginning(url, state, nonce, code_verifier)


def refusal_at_redirect(provider_id: str, error: str, description: str = "") -> SignetError:
    """
    The error for a browser that came back with *error* and *description* in place of a code (RFC 6749 section 4.1.2.1).

    It is returned, to be raised or shown. The log has what came; the error has nothing of it. Raises
    `ProviderUnknownError` and `ProviderMisconfiguredError`.
    """
    return refusal(get_provider(provider_id).id, error, description)
