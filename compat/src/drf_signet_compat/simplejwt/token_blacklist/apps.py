"""The Django app, with the label, the tables and the migrations of Simple JWT's."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from drf_signet.table_checks import beside_users
from drf_signet_compat.app_names import TwoNamed
from drf_signet_compat.simplejwt.names import NAMES, OURS
from drf_signet_compat.simplejwt.token_store import keep


class TokenBlacklistConfig(TwoNamed, AppConfig):
    """Two tables."""

    names = NAMES
    name = NAMES.app_name(f"{OURS}.token_blacklist")
    label = "token_blacklist"
    verbose_name = _("Token Blacklist")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """From now on, tokens are written down in the tables. Register the checks."""
        from drf_signet_compat.simplejwt.token_blacklist import checks, models, rows  # noqa: PLC0415  # need the apps

        keep(rows.Rows())
        register(checks.check_jti_claim)
        register(checks.check_migrations, Tags.database)
        register(beside_users(models.OutstandingToken, models.BlacklistedToken))
