"""The Django app: codes that were mailed, and are not used yet."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailedCodesConfig(AppConfig):
    """Needs ``drf_signet.accounts``."""

    name = "drf_signet.mailed_codes"
    label = "signet_mailed_codes"
    verbose_name = _("Codes by mail")
    default_auto_field = "django.db.models.BigAutoField"
