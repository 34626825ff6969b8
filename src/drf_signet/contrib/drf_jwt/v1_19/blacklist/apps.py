"""The Django app, under the label of the old one, so that its table and its migrations are found."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_save

from drf_signet.contrib.drf_jwt.v1_19.blacklist.receivers import delete_stale_tokens


class BlacklistedTokenConfig(AppConfig):
    """Has one table."""

    name = "drf_signet.contrib.drf_jwt.v1_19.blacklist"
    label = "blacklist"
    verbose_name = "Blacklist"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Listen for tokens that are blacklisted."""
        post_save.connect(delete_stale_tokens, sender=self.get_model("BlacklistedToken"))
