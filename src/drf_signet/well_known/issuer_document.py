"""What there is to know of this issuer of tokens (RFC 8414 section 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from drf_signet.identifier_urls import origin_of
from drf_signet.named_addresses import path_of

METHODS: Final = ["client_secret_basic", "client_secret_post"]
"""How another service authenticates, by the names of RFC 7591 section 2."""

ADDRESSES: Final[Mapping[str, str]] = {
    "jwks_uri": "signet-jwks",
    "introspection_endpoint": "signet-introspect",
    "revocation_endpoint": "signet-revoke",
    "signet_events_endpoint": "signet-events",
}
"""Members of the metadata, and the names of the addresses of ours that they tell of. The last is no standard's."""

AUTHENTICATED: Final = ("introspection_endpoint", "revocation_endpoint")


def issuer_document(issuer: str) -> dict[str, object]:
    """
    The metadata of *issuer*, which is a URL without a problem.

    Every URL is on its origin: the ``Host`` of a request is whatever a client says.
    """
    return {
        "issuer": issuer,
        **dict(_addresses(issuer)),
        # Our sign-in is no grant of OAuth: no page sends people here, and no client exchanges a code.
        "response_types_supported": [],
        "grant_types_supported": [],
    }


def _addresses(issuer: str) -> Iterator[tuple[str, object]]:
    for member, name in ADDRESSES.items():
        if (path := path_of(name)) is not None:
            yield member, f"{origin_of(issuer)}{path}"
            if member in AUTHENTICATED:
                yield f"{member}_auth_methods_supported", METHODS
