"""Signing in to the admin: counted like any other sign-in, and apart from them."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from drf_signet.client_address import client_address
from drf_signet.errors import CountsUnavailableError, ThrottledError
from drf_signet.sign_in_completion import completing
from drf_signet.translation import translated
from signet_server import demo

DOOR: Final = "admin"
"""Attempts at the API don't lock the admin."""


class AdminSignInForm(AdminAuthenticationForm):
    """Django's own form, which looks at no password after too many wrong ones."""

    @property
    def demo(self) -> dict[str, str] | None:
        """The demo's user and password, which everybody may know."""
        return demo.credentials() if settings.IS_DEMO else None

    def clean(self) -> dict[str, Any]:
        """The credentials, if they are right."""
        assert self.request is not None
        name, address = self.cleaned_data.get("username", ""), client_address(self.request.META)
        with completing() as pending:
            try:
                pending.begin(name, address, door=DOOR)
            except (ThrottledError, CountsUnavailableError) as error:
                raise ValidationError(translated(error.message), code=error.code) from None
            cleaned: dict[str, Any] = super().clean()
        return cleaned
