"""The Django app: listing it in ``INSTALLED_APPS`` turns on the system checks and the command ``obtain_token``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from drf_signet_compat.app_names import TwoNamed
from drf_signet_compat.drf_jwt.checks import register_checks
from drf_signet_compat.drf_jwt.names import FORK, FORK_NAMES, THEIRS
from drf_signet_compat.drf_jwt.v1_19.settings import reader


class DRFJWTConfig(TwoNamed, AppConfig):
    """Has no tables."""

    names = FORK_NAMES
    name = FORK_NAMES.app_name(FORK)
    # That of the old package: it, and the other dialect, can't be there at the same time.
    label = THEIRS
    verbose_name = _("Signet for drf-jwt")

    def ready(self) -> None:
        """Register the checks."""
        register_checks(reader)
