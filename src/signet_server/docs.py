"""The interactive documentation: Swagger UI from our own files."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from signet_server import demo

TEXTS: Final = {
    "endpoints": _("Endpoints"),
    "shapes": _("Shapes"),
    "done": _("Signed in as {} for five minutes. “Try it out” sends the token."),
    "failed": _("Could not sign in: {}."),
    "refused": _("the service answered {}"),
}
"""What the script of the page says."""


class DocsView(TemplateView):
    """In the demo, with a button that signs the demo user in."""

    template_name = "signet_server/docs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The demo user, who can sign in with a click."""
        known = demo.credentials() if settings.IS_DEMO else None
        return {**super().get_context_data(**kwargs), "demo": known, "texts": TEXTS}
