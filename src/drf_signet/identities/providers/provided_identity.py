"""What a provider says of a user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ProvidedIdentity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidedIdentity:
    """
    Somebody, as a provider of PROVIDERS knows them.

    *issuer* and *subject* together name one person for good. Nothing else does: an address can change, and somebody
    else can get it later (OpenID Connect Core section 5.7).
    """

    provider: str
    """The key of the entry in PROVIDERS."""

    issuer: str
    """The ``iss`` of the ID token; "https://github.com" for GitHub, which has none."""

    subject: str
    """The ``sub`` of the ID token, at most 255 characters; for GitHub, the number of the user."""

    email: str
    """The address as the provider wrote it; "" where it named none."""

    is_email_verified: bool
    """Whether the provider said that the user receives mail there."""

    is_entitled: bool
    """Whether it also may speak for this address, by ``verifies`` of its entry: then the address proves who it is."""

    claims: Mapping[str, object] = field(repr=False)
    """Everything that it said, such as ``name``, ``given_name``, ``family_name``, ``picture``, ``exp`` and ``nonce``.
    None of it is checked beyond that the provider said it. Apple's ``given_name`` and ``family_name`` are what
    the browser or the app says."""
