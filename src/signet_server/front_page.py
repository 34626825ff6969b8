"""The front page: the web app of ``web/``, built into our static files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.views.generic import TemplateView

from drf_signet.conf import get_settings
from signet_server import demo


class FrontPageView(TemplateView):
    """In the demo, with the credentials of the demo user filled in."""

    template_name = "signet_server/front_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The data for the app."""
        return {
            **super().get_context_data(**kwargs),
            "demo": demo.credentials() if settings.IS_DEMO else None,
            "rotates": get_settings().ROTATE_REFRESH_TOKENS is not False,
            "has_admin": settings.HAS_ADMIN,
            "has_codes": settings.HAS_SIGN_IN_CODES,
            "api": reverse("api_index"),
        }
