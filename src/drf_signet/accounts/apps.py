"""The Django app: one table of e-mail addresses, and the rule that sign-ins wait for the link."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from drf_signet.table_checks import beside_users


class AccountsConfig(AppConfig):
    """Has a table: run ``migrate``. Needs ``drf_signet.sessions``."""

    name = "drf_signet.accounts"
    label = "signet_accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks, and listen to sign-ins."""
        from drf_signet.accounts import checks, dispatcher_checks, models, page_checks, receivers, user_checks  # noqa: PLC0415  # need the apps

        receivers.connect()
        for check in (*page_checks.ERRORS, *checks.ERRORS, *dispatcher_checks.ERRORS, *user_checks.ALWAYS):
            register(check)
        register(
            beside_users(
                models.EmailAddress, models.KnownDevice, models.NameKey, models.PendingSignUp, models.Reservation
            )
        )
        for check in (*checks.WARNINGS, *dispatcher_checks.WARNINGS):
            register(check, Tags.security, deploy=True)
