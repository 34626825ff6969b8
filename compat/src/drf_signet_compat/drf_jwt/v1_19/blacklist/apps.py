"""The Django app, under the label of the old one, so that its table and its migrations are found."""

from __future__ import annotations

from types import ModuleType

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_save

from drf_signet.table_checks import beside_users
from drf_signet_compat.drf_jwt.installation import answer_to_both, app_name
from drf_signet_compat.drf_jwt.v1_19.blacklist.signals import delete_stale_tokens
from drf_signet_compat.drf_jwt.v1_19.revocation import BLACKLIST
from drf_signet_compat.drf_jwt.v1_19.settings import PACKAGE


class BlacklistedTokenConfig(AppConfig):
    """Has one table."""

    name = app_name(BLACKLIST, PACKAGE)
    label = "blacklist"
    verbose_name = "Blacklist"
    default_auto_field = "django.db.models.AutoField"

    def __init__(self, app_name: str, app_module: ModuleType | None) -> None:
        super().__init__(app_name, app_module)
        answer_to_both(PACKAGE)

    def ready(self) -> None:
        """Listen for tokens that are blacklisted, and register the check."""
        blacklisted = self.get_model("BlacklistedToken")
        post_save.connect(delete_stale_tokens, sender=blacklisted)
        register(beside_users(blacklisted))
