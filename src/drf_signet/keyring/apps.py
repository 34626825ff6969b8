"""The Django app: one table of encrypted keys."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class KeyringConfig(AppConfig):
    """Has a table: run ``migrate``."""

    name = "drf_signet.keyring"
    label = "signet_keyring"
    verbose_name = _("Keys")

    def ready(self) -> None:
        """Register the checks."""
        from drf_signet.check_registration import register_checks  # noqa: PLC0415  # loads REST framework's settings
        from drf_signet.keyring import checks  # noqa: PLC0415  # needs the models

        register_checks()
        for check in checks.ERRORS:
            register(check)
        register(checks.warn_nothing_signs, Tags.database)
