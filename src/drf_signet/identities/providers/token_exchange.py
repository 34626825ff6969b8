"""Exchange a code at the token endpoint of a provider (RFC 6749 section 4.1.3, RFC 7636 section 4.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from drf_signet.errors import CodeRefusedError, RedirectUriMismatchError, TokenError
from drf_signet.identities.providers.oauth_messages import token_request
from drf_signet.identities.providers.outages import unavailable
from drf_signet.identities.providers.provider import Provider
from drf_signet.identities.providers.provider_fetch import AWAY, Reply
from drf_signet.identities.providers.provider_metadata import ProviderMetadata
from drf_signet.identities.providers.refusals import refusal
from signet_tokens.strict_json import load_object

LONGEST: Final = 8_192
"""Characters of a code. Those of Microsoft are the longest, with up to 2,000."""

BUSY: Final = (408, 429)


class Issued(NamedTuple):
    """What came for a code."""

    id_token: str | None
    access_token: str | None


def exchange(
    provider: Provider, metadata: ProviderMetadata, *, code: str, redirect_uri: str, code_verifier: str, now: datetime
) -> Issued:
    """
    What *provider* issues for *code*.

    Raises `ProviderRefusedError` or one of its kinds, `ProviderUnavailableError` and `ProviderMisconfiguredError`.
    """
    if not _is_plain(code) or not _is_plain(code_verifier):
        raise CodeRefusedError
    if not _is_plain(redirect_uri):
        raise RedirectUriMismatchError
    proof = provider.proof(metadata, now)
    form = {"code": code, "redirect_uri": redirect_uri, "code_verifier": code_verifier}
    try:
        request = token_request(metadata.token_endpoint, provider.settings.client_id, proof.secret, proof.method, form)
        reply = provider.fetch.ask(*request)
    except AWAY as cause:
        raise unavailable(provider.place, cause) from cause
    answer = _answer(provider, reply)
    # GitHub has a status of success for its errors.
    if "error" in answer or reply.status >= 400:
        secrets = (code_verifier, proof.secret)
        error, description = answer.get("error", f"HTTP {reply.status}"), answer.get("error_description", "")
        raise refusal(provider.id, error, description, code=code, secrets=secrets)
    tokens = [one if isinstance(one, str) and _is_plain(one) else None for one in map(answer.get, Issued._fields)]
    return Issued(*tokens)


def _answer(provider: Provider, reply: Reply) -> dict[str, Any]:
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
