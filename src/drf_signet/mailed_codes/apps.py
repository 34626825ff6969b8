"""The Django app: codes that were mailed, and are not used yet."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from drf_signet.table_checks import beside_users


class MailedCodesConfig(AppConfig):
    """Has a table: run ``migrate``. Needs ``drf_signet.accounts``."""

    name = "drf_signet.mailed_codes"
    label = "signet_mailed_codes"
    verbose_name = _("Codes by mail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks, and tell accounts of the way in."""
        from drf_signet.accounts.email_addresses import is_verified  # noqa: PLC0415  # needs the apps
        from drf_signet.accounts.ways_in import register_way_in  # noqa: PLC0415  # the same
        from drf_signet.mailed_codes import checks, models  # noqa: PLC0415  # the same

        register_way_in(self.label, is_verified)
        for check in checks.ALWAYS:
            register(check)
        register(beside_users(models.MailedCode))
