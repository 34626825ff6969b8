"""Which issuers this API accepts tokens of, and how they are sent (RFC 9728 section 2)."""

from __future__ import annotations

from drf_signet.resource_metadata import authorization_servers
from drf_signet.settings import Settings


def resource_document(resource: str, settings: Settings) -> dict[str, object]:
    """The metadata of the API that is called *resource*."""
    issuers = authorization_servers(settings)
    # An empty list is left out (section 3.2).
    named = {"authorization_servers": issuers} if issuers else {}
    return {"resource": resource, **named, "bearer_methods_supported": ["header"]}
