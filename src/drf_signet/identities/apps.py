"""The Django app: who a user is to the providers of PROVIDERS."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class IdentitiesConfig(AppConfig):
    """Needs ``drf_signet.accounts``."""

    name = "drf_signet.identities"
    label = "signet_identities"
    verbose_name = _("Identities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks."""
        from drf_signet.identities.providers import provider_checks  # noqa: PLC0415  # needs the apps

        for check in provider_checks.ERRORS:
            register(check)
