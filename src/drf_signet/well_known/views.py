"""What is at each address."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest

from drf_signet.conf import get_ring
from drf_signet.well_known.key_set import key_set
from drf_signet.well_known.public_document_view import PublicDocumentView

__all__ = ["KeySetView", "published_keys"]


class KeySetView(PublicDocumentView):
    """The public keys that verify our tokens."""

    content_type: ClassVar[str] = "application/jwk-set+json"
    """RFC 7517 section 8.5.2."""

    def document(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Mapping[str, Any]:
        """The JWK Set."""
        return key_set(get_ring(), time.time())


published_keys = KeySetView.as_view()
