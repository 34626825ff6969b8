"""Exchange a code at the token endpoint of a provider (RFC 6749 section 4.1.3, RFC 7636 section 4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from drf_signet.errors import CodeRefusedError, RedirectUriMismatchError, TokenError, WrongClientError
from drf_signet.identities.providers.oauth_messages import token_request
from drf_signet.identities.providers.outages import unavailable
from drf_signet.identities.providers.provider import Client, ClientProof, Provider
from drf_signet.identities.providers.provider_fetch import AWAY, Reply
from drf_signet.identities.providers.provider_metadata import ProviderMetadata
from drf_signet.identities.providers.refusals import meaning, refusal
from signet_tokens.strict_json import load_object

LONGEST: Final = 16_384
"""Characters of a code, or of a token."""

ERROR, DESCRIPTION = "error", "error_description"
BUSY: Final = (408, 429)


class Issued(NamedTuple):
    """What came for a code."""

    id_token: str | None
    access_token: str | None


def exchange(
    provider: Provider, metadata: ProviderMetadata, client: Client, form: Mapping[str, str], now: datetime
) -> Issued:
    """
    What *provider* issues to *client* for the ``code`` in *form*, with its ``redirect_uri`` and ``code_verifier``.

    Raises `ProviderRefusedError` or one of its kinds, `ProviderUnavailableError` and `ProviderMisconfiguredError`.
    """
    code, code_verifier = form["code"], form["code_verifier"]
    if not _is_plain(code) or not _is_plain(code_verifier):
        raise CodeRefusedError
    if not _is_plain(form["redirect_uri"]):
        raise RedirectUriMismatchError
    answer: Mapping[str, Any] = {}
    proofs = provider.proofs(metadata, client, now)
    for proof in proofs:
        answer = _ask(provider, metadata, client.id, proof, form)
        if ERROR not in answer:
            if not client.is_app:
                provider.accepted_method = proof.method
            return _issued(answer)
        # Who a client is comes first (RFC 6749 section 4.1.3), so after this error, the code isn't used up yet.
        if meaning(answer[ERROR], answer.get(DESCRIPTION)) is not WrongClientError:
            break
    secrets = (code_verifier, *(one.secret for one in proofs))
    raise refusal(provider.id, answer[ERROR], answer.get(DESCRIPTION), code=code, secrets=secrets)


def _ask(
    provider: Provider, metadata: ProviderMetadata, client_id: str, proof: ClientProof, form: Mapping[str, str]
) -> Mapping[str, Any]:
    """What the provider answers; with an ``error``, where it refuses."""
    try:
        reply = provider.ask(*token_request(metadata.token_endpoint, client_id, proof.secret, proof.method, form))
    except AWAY as cause:
        raise unavailable(provider.place, cause) from cause
    answer = _read(provider, reply)
    # GitHub has a status of success for its errors.
    return answer if reply.status < 400 else {ERROR: f"HTTP {reply.status}", **answer}


def _issued(answer: Mapping[str, Any]) -> Issued:
    found = (answer.get(name) for name in Issued._fields)
    return Issued(*(one if isinstance(one, str) and _is_plain(one) else None for one in found))


def _read(provider: Provider, reply: Reply) -> dict[str, Any]:
    if reply.status >= 500 or reply.status in BUSY:
        cause = OSError(f"the token endpoint answers with {reply.status}")
        raise unavailable(provider.place, cause, reply.retry_after)
    try:
        return load_object(reply.body)
    except TokenError:
        if reply.status >= 400:
            return {}
        raise unavailable(provider.place, ValueError("the token endpoint doesn't answer with JSON")) from None


def _is_plain(text: str) -> bool:
    """Whether *text* has a character, and only those that RFC 6749 appendix A lets it have."""
    return 0 < len(text) <= LONGEST and text.isascii() and text.isprintable()
