"""The OpenAPI description of the API, as a file and as a document; made once for each language."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

MAKING = Lock()
"""
Held while a description is made.

drf-spectacular loads its extensions at the first one, without a lock, and REST framework keeps the view that is being
described in an object that all threads share.
"""


def described() -> dict[str, Any]:
    """The OpenAPI document, in the language of the request."""
    with MAKING:
        return _described_in(_language())


class DescriptionOnce(SchemaGenerator):
    """Gives out the description that there is."""

    def get_schema(self, request: object = None, public: object = False) -> dict[str, Any]:
        """The document that anybody may see."""
        return described()


class SchemaView(SpectacularAPIView):
    """Describes the API."""

    generator_class = DescriptionOnce


def _language() -> str:
    """One of ours: a query may ask for any."""
    try:
        return translation.get_supported_language_variant(translation.get_language() or settings.LANGUAGE_CODE)
    except LookupError:
        return settings.LANGUAGE_CODE


@lru_cache
def _described_in(language: str) -> dict[str, Any]:
    with translation.override(language):
        document: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return document
