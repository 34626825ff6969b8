"""The Django app: listing it in ``INSTALLED_APPS`` turns on the system checks."""

from __future__ import annotations

from types import ModuleType

from django.apps import AppConfig

from drf_signet_compat.drf_jwt.checks import register_checks
from drf_signet_compat.drf_jwt.installation import answer_to_both, app_name
from drf_signet_compat.drf_jwt.settings import PACKAGE, reader


class DRFJWTConfig(AppConfig):
    """Has no tables."""

    name = app_name(PACKAGE, PACKAGE)
    # That of the old package: it, and the other dialect, can't be there at the same time.
    label = "rest_framework_jwt"
    verbose_name = "Signet for djangorestframework-jwt"

    def __init__(self, app_name: str, app_module: ModuleType | None) -> None:
        super().__init__(app_name, app_module)
        answer_to_both(PACKAGE)

    def ready(self) -> None:
        """Register the checks."""
        register_checks(reader)
