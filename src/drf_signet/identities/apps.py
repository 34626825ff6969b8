"""The Django app: who a user is to the providers of PROVIDERS."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from drf_signet.table_checks import beside_users


class IdentitiesConfig(AppConfig):
    """Has tables: run ``migrate``. Needs ``drf_signet.accounts``."""

    name = "drf_signet.identities"
    label = "signet_identities"
    verbose_name = _("Identities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks, and listen to accounts."""
        from drf_signet.identities import checks, models, receivers  # noqa: PLC0415  # need the apps
        from drf_signet.identities.providers import provider_checks  # noqa: PLC0415  # the same

        receivers.connect()
        for check in (*checks.ERRORS, *provider_checks.ERRORS):
            register(check)
        register(beside_users(models.Identity, models.WaitingIdentity))
        for check in (*checks.WARNINGS, *provider_checks.WARNINGS):
            register(check, Tags.security, deploy=True)
