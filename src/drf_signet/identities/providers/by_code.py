"""The identity of somebody at a provider, by the code with which their browser, or their app, came back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from drf_signet.errors import ProviderMixedUpError, WrongClientError
from drf_signet.identities.providers.github import github_claims
from drf_signet.identities.providers.id_token_refusals import NO_ID_TOKEN, check_nonce, refused, refusing
from drf_signet.identities.providers.id_tokens import check_access_token, check_client
from drf_signet.identities.providers.identities import identity
from drf_signet.identities.providers.outages import unavailable
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.provider import GITHUB, Client, Provider
from drf_signet.identities.providers.provider_metadata import ProviderMetadata
from drf_signet.identities.providers.providers_in_force import get_provider
from drf_signet.identities.providers.refusals import REFUSALS
from drf_signet.identities.providers.token_exchange import Issued, exchange
from drf_signet.identities.providers.userinfo import with_userinfo
from signet_tokens.reasons import shown

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
    client_id: str | None = None,
    names: Mapping[str, str] | None = None,
) -> ProvidedIdentity:
    """
    Exchange *code* at the provider (RFC 6749 section 4.1.3), and read what it says of the user.

    *nonce* is that of the redirect; None where whoever asks has none: then *code_verifier* alone binds the code. So a
    provider whose metadata doesn't promise to look at that must not have put a nonce into the ID token.
    *issuer* is the ``iss`` that came with the code (RFC 9207), and is needed from a provider that promises it.
    *client_id* is that of the app to which the code was issued; None where that is the service itself.
    *names* are what the browser or the app says that Apple calls the user. For other providers, they mean nothing.

    Raises `ProviderUnknownError`, `ProviderRefusedError` or one of its kinds, `ProviderMixedUpError`,
    `IdTokenRefusedError` or one of its kinds, `ProviderUnavailableError`, and `ProviderMisconfiguredError`.
    """
    provider = get_provider(provider_id)
    metadata = provider.metadata()
    # First of all: a code that another provider issued must not be sent to this one.
    _check_answer(provider, metadata, issuer)
    client = _client(provider, client_id)
    form = {"code": code, "redirect_uri": redirect_uri, "code_verifier": code_verifier}
    issued = exchange(provider, metadata, client, form, now)
    if provider.preset.kind == GITHUB:
        if issued.access_token is None:
            raise unavailable(provider.place, ValueError("GitHub issues no access token"))
        return identity(provider, github_claims(provider, issued.access_token))
    return identity(provider, _claims(provider, metadata, issued, now, nonce, client.id), names)


def _claims(
    provider: Provider, metadata: ProviderMetadata, issued: Issued, now: datetime, nonce: str | None, client: str
) -> dict[str, Any]:
    id_token, access_token = issued
    if id_token is None:
        raise refused(provider, NO_ID_TOKEN)
    with refusing(provider, is_new=True):
        claims = provider.claims(id_token, now)
        check_client(claims, client)
    # Without PKCE, whoever steals the code of a browser would exchange it here, with a verifier of their own.
    if nonce is not None or ("nonce" in claims and not metadata.promises_pkce):
        check_nonce(provider, claims, nonce or "")
    with refusing(provider, is_new=True):
        if access_token is not None:
            check_access_token(id_token, claims, access_token)
        if "email" not in claims and access_token is not None and metadata.userinfo_endpoint is not None:
            claims = with_userinfo(provider, metadata.userinfo_endpoint, claims, access_token)
    return claims


def _client(provider: Provider, named: str | None) -> Client:
    """The client that a request *named*. Raises `WrongClientError` where the entry doesn't name it."""
    settings = provider.settings
    if named is None:
        return Client(settings.client_id, is_app=False)
    if named != settings.client_id and named not in settings.client_ids:
        error = WrongClientError()
        REFUSALS.tell(provider.id, error, f"nothing, as nobody asks it: {shown(named)} isn't in client_ids")
        raise error
    return Client(named, is_app=named != settings.client_id or settings.client_secret is None)


def _check_answer(provider: Provider, metadata: ProviderMetadata, issuer: str | None) -> None:
    """Raise `ProviderMixedUpError` where *issuer* is another one, or is missing (RFC 9207 section 2.4)."""
    if issuer is None and not metadata.promises_issuer:
        return
    if issuer is None or not provider.is_issuer(issuer):
        error = ProviderMixedUpError()
        REFUSALS.tell(provider.id, error, f"that it is {shown(metadata.issuer)}, but iss is {shown(issuer)}")
        raise error
