"""What is at each address."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound

from drf_signet.conf import get_settings
from drf_signet.identifier_urls import is_url, path_in
from drf_signet.keys_in_force import get_ring
from drf_signet.resource_metadata import is_issuer, resource_for
from drf_signet.well_known.issuer_document import issuer_document
from drf_signet.well_known.key_set import key_set
from drf_signet.well_known.public_document_view import PublicDocumentView
from drf_signet.well_known.resource_document import resource_document

__all__ = [
    "IssuerView",
    "KeySetView",
    "ResourceView",
    "issuer_metadata",
    "published_keys",
    "resource_metadata",
]


class KeySetView(PublicDocumentView):
    """The public keys that verify our tokens."""

    content_type: ClassVar[str] = "application/jwk-set+json"
    """RFC 7517 section 8.5.2."""

    def document(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Mapping[str, object]:
        """The JWK Set."""
        return key_set(get_ring(), time.time())


class IssuerView(PublicDocumentView):
    """What there is to know of us as an issuer of tokens."""

    def document(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Mapping[str, object]:
        """The metadata (RFC 8414). Raises `NotFound` where no setting names us, or another path is asked for."""
        settings = get_settings()
        issuer = settings.ISSUER
        if not is_url(issuer) or not is_issuer(settings):
            raise NotFound(_("No URL is configured that names this issuer."))
        if (kwargs.get("path") or "").rstrip("/") not in ("", path_in(issuer)):
            raise NotFound
        return issuer_document(issuer)


class ResourceView(PublicDocumentView):
    """Which issuers this API accepts tokens of."""

    def document(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Mapping[str, object]:
        """The metadata (RFC 9728). Raises `NotFound` where no setting names this API, or none with that path."""
        settings = get_settings()
        resource = resource_for(request, (kwargs.get("path") or "").rstrip("/") or None, settings)
        if resource is None:
            raise NotFound(_("No URL is configured that names this API."))
        return resource_document(resource, settings)


published_keys = KeySetView.as_view()
issuer_metadata = IssuerView.as_view()
resource_metadata = ResourceView.as_view()
