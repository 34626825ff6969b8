"""Which renderer answers, without taking headers apart that most clients send alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

ANYTHING: Final = "*/*"
"""``Accept`` of a client that takes what comes (RFC 9110 section 12.5.1)."""


class Negotiation(DefaultContentNegotiation):
    """REST framework's own, which knows at once what it answers to clients that take anything, or JSON alone."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer, and the media type of the answer. Raises `NotAcceptable`."""
        meta = request._request.META  # noqa: SLF001  # each look by REST framework's proxy takes longer
        renderers = [*renderers]
        first = renderers[0] if renderers else None
        if isinstance(first, JSONRenderer) and not format_suffix and not meta.get("QUERY_STRING"):
            media_type = str(first.media_type)
            if meta.get("HTTP_ACCEPT", ANYTHING) in {ANYTHING, media_type}:
                return first, media_type
        chosen: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
        return chosen
