"""
What the pages of the service may load, and who may load what the service says.

Pages load nothing from elsewhere, and no script or style that is not a file of ours. Pages of others load nothing of
ours, unless the project allows it by CORS.
"""

from __future__ import annotations

from typing import Final

from signet_server.demo_provider.place import PATH as DEMO_PROVIDER

ADMIN: Final = "/admin/"
WITH_FORMS: Final = (ADMIN, DEMO_PROVIDER)
"""Where pages have forms that browsers send themselves."""

HEADER: Final = "Content-Security-Policy"

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The header of everything else. A form of a page is sent by its script."""

FORM_POLICY: Final = POLICY.replace("form-action 'none'", "form-action 'self'")
"""That of pages `WITH_FORMS`."""

RESOURCE_HEADER: Final = "Cross-Origin-Resource-Policy"
RESOURCE_POLICY: Final = "same-origin"
"""For a request without CORS, such as that of an image or a script: only pages of this origin get the answer."""
