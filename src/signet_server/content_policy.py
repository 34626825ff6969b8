"""
What the pages of the service may load, and who may load what the service says.

Pages load nothing from elsewhere, and no script or style that is not a file of ours. Pages of others load nothing of
ours, unless the project allows it by CORS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADMIN: Final = "/admin/"
HEADER: Final = "Content-Security-Policy"

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The header of everything but the admin. A form of a page is sent by its script."""

ADMIN_POLICY: Final = POLICY.replace("form-action 'none'", "form-action 'self'")
"""That of the admin, whose forms browsers send themselves."""


RESOURCE_HEADER: Final = "Cross-Origin-Resource-Policy"
RESOURCE_POLICY: Final = "same-origin"
"""For a request without CORS, such as that of an image or a script: only pages of this origin get the answer."""


class ContentPolicyMiddleware:
    """Puts both policies on every answer, also on errors: which of them a browser shows as a page, nobody knows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with the policies."""
        response = self.get_response(request)
        response.headers[HEADER] = ADMIN_POLICY if request.path_info.startswith(ADMIN) else POLICY
        response.headers[RESOURCE_HEADER] = RESOURCE_POLICY
        return response
