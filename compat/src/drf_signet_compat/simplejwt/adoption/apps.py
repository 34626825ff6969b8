"""The Django app: for its check and its command. It has no tables."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from drf_signet_compat.simplejwt.adoption.checks import check_percentage, warn_serializers


class AdoptionConfig(AppConfig):
    """Adoption of the tokens of Simple JWT."""

    name = "drf_signet_compat.simplejwt.adoption"
    label = "signet_adoption"
    verbose_name = _("Adoption of Simple JWT's tokens")

    def ready(self) -> None:
        """Check the setting."""
        register(check_percentage)
        register(warn_serializers)
