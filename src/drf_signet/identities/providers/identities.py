"""From what a provider says of a user to a `ProvidedIdentity`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from drf_signet.identities.providers.presets import EVERY_DOMAIN
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.provider import Provider

LONGEST_ADDRESS: Final = 254
"""Characters (RFC 5321 section 4.5.3.1.3, without the brackets)."""

YES: Final = (True, "true")
"""Apple writes a string."""

OF_OWNED_DOMAIN: Final = (True, 1, "1", "true")
"""How Microsoft says in ``xms_edov`` that the tenant has proved to own the domain of the address."""


def identity(provider: Provider, claims: Mapping[str, Any], names: Mapping[str, str] | None = None) -> ProvidedIdentity:
    """
    The person that *claims*, which *provider* said, are about.

    *names* are claims that the browser or the app said. Only Apple gives them to nobody else.
    """
    if names and provider.preset.kind == "apple":
        claims = {**names, **claims}
    email = _address(claims.get("email"))
    is_verified = email != "" and _says_verified(provider, claims)
    return ProvidedIdentity(
        provider=provider.id,
        issuer=claims["iss"],
        subject=claims["sub"],
        email=email,
        is_email_verified=is_verified,
        is_entitled=is_verified and _may_speak_for(provider, email, claims),
        claims=claims,
    )


def _address(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS or not value.isprintable() or " " in value:
        return ""
    local, _, domain = value.rpartition("@")
    return value if local and domain else ""


def _says_verified(provider: Provider, claims: Mapping[str, Any]) -> bool:
    if provider.preset.kind == "microsoft":
        # Anybody with a tenant of their own writes any address there.
        return claims.get("xms_edov") in OF_OWNED_DOMAIN
    return claims.get("email_verified") in YES


def _may_speak_for(provider: Provider, email: str, claims: Mapping[str, Any]) -> bool:
    domains, organization = provider.verifies, provider.organization_claim
    if organization is not None and isinstance(claims.get(organization), str) and claims[organization]:
        return True
    domain = email.rpartition("@")[2]
    # Some other letters become ASCII ones in lower case.
    is_one = domain.isascii() and domain.lower() in {one.lower() for one in domains}
    return is_one or EVERY_DOMAIN in domains
