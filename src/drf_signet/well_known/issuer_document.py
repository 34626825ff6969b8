"""What there is to know of this issuer of tokens (RFC 8414 section 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from drf_signet.identifier_urls import origin_of
from drf_signet.named_addresses import path_of

KEYS: Final = "signet-jwks"
ENDPOINTS: Final = {"introspection_endpoint": "signet-introspect", "revocation_endpoint": "signet-revoke"}
"""Members of the metadata, and the names of the addresses of ours that they tell of, where these are mounted."""


def issuer_document(issuer: str) -> dict[str, Any]:
    """
    The metadata of *issuer*, which is a URL without a problem.

    Every URL is on its origin: the ``Host`` of a request is whatever a client says.
    """
    return {
        "issuer": issuer,
        **dict(_addresses(issuer)),
        # We speak no protocol by which one page sends people to another to sign in.
        "response_types_supported": [],
        "grant_types_supported": [],
    }


def _addresses(issuer: str) -> Iterator[tuple[str, str]]:
    for member, name in {"jwks_uri": KEYS, **ENDPOINTS}.items():
        if (path := path_of(name)) is not None:
            yield member, f"{origin_of(issuer)}{path}"
