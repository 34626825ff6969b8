"""What a provider says of itself (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from signet_tokens.discovery import AnotherIssuerError, problem_of_keys
from signet_tokens.errors import TokenError
from signet_tokens.reasons import shown
from signet_tokens.strict_json import load_object

POST: Final = "client_secret_post"
BASIC: Final = "client_secret_basic"
NONE: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderMetadata:
    """The endpoints of a provider, each a URL that may be asked."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str | None = None
    """None for a provider without ID tokens."""

    userinfo_endpoint: str | None = None
    auth_methods: tuple[str, ...] = (BASIC,)
    """How a client may say who it is at the token endpoint."""

    promises_issuer: bool = False
    """Whether each answer of its authorization endpoint has ``iss`` (RFC 9207 section 3)."""

    promises_pkce: bool = False
    """Whether it says that it looks at the ``code_verifier`` (RFC 8414 section 2): many do, and don't say so."""


def read_provider_metadata(
    document: bytes, address: str, is_issuer: Callable[[str], bool], *, allow_http: bool = False
) -> ProviderMetadata:
    """
    The metadata in *document*, of an issuer of which *is_issuer* says whether it is the one at *address*.

    Raises `AnotherIssuerError` for that of another, and `ValueError` for what is no metadata, or names no safe URL.
    """
    try:
        found = load_object(document)
    except TokenError:
        raise ValueError("its metadata is not a JSON object without repeated names") from None
    issuer = found.get("issuer")
    if not isinstance(issuer, str):
        raise ValueError("its metadata names no issuer")
    if not is_issuer(issuer):
        raise AnotherIssuerError(
            f"the metadata there is that of issuer {shown(issuer)}: 'issuer' has to be the same, to the letter"
        )
    urls = {name: _url(found, name, address, allow_http) for name in URLS if name in found or name in NEEDED}
    return ProviderMetadata(
        issuer=issuer,
        auth_methods=_texts(found.get("token_endpoint_auth_methods_supported")) or (BASIC,),
        promises_issuer=found.get("authorization_response_iss_parameter_supported") is True,
        promises_pkce="S256" in _texts(found.get("code_challenge_methods_supported")),
        **urls,
    )


NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
URLS: Final = (*NEEDED, "userinfo_endpoint")


def _url(found: Mapping[str, Any], name: str, address: str, allow_http: bool) -> str:
    url = found.get(name)
    if not isinstance(url, str):
        raise ValueError(f"its metadata has no {name}")
    if problem := problem_of_keys(url, address, allow_http):
        raise ValueError(f"the {name} in its metadata {problem}")
    if "#" in url:
        raise ValueError(f"the {name} in its metadata should have no #")
    return url


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
