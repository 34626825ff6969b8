"""The Django app, with the label, the tables and the migrations of Simple JWT's."""

from __future__ import annotations

from types import ModuleType

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from drf_signet.table_checks import beside_users
from drf_signet_compat.simplejwt import app_names
from drf_signet_compat.simplejwt.token_store import keep


class TokenBlacklistConfig(AppConfig):
    """Two tables."""

    name = app_names.app_name("drf_signet_compat.simplejwt.token_blacklist")
    label = "token_blacklist"
    verbose_name = _("Token Blacklist")
    default_auto_field = "django.db.models.BigAutoField"

    def __init__(self, app_name: str, app_module: ModuleType | None) -> None:
        super().__init__(app_name, app_module)
        # Before any module asks: its models, or those of other packages, are loaded after this.
        app_names.answer_to_both()

    def ready(self) -> None:
        """From now on, tokens are written down in the tables. Register the checks."""
        from drf_signet_compat.simplejwt.token_blacklist import checks, models, rows  # noqa: PLC0415  # need the apps

        keep(rows.Rows())
        register(checks.check_jti_claim)
        register(checks.check_migrations, Tags.database)
        register(beside_users(models.OutstandingToken, models.BlacklistedToken))
