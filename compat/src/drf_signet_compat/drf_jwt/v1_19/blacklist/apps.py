"""The Django app, under the label of the old one, so that its table and its migrations are found."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from drf_signet.table_checks import beside_users
from drf_signet_compat.app_names import TwoNamed
from drf_signet_compat.drf_jwt.names import BLACKLIST, FORK_NAMES
from drf_signet_compat.drf_jwt.v1_19.blacklist.signals import delete_stale_tokens


class BlacklistedTokenConfig(TwoNamed, AppConfig):
    """Has one table."""

    names = FORK_NAMES
    name = FORK_NAMES.app_name(BLACKLIST)
    label = "blacklist"
    verbose_name = _("Blacklist")
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Listen for tokens that are blacklisted, and register the check."""
        blacklisted = self.get_model("BlacklistedToken")
        post_save.connect(delete_stale_tokens, sender=blacklisted)
        register(beside_users(blacklisted))
