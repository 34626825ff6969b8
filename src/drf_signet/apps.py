"""The Django app: listing it in ``INSTALLED_APPS`` turns on the system checks."""

from __future__ import annotations

from django.apps import AppConfig


class SignetConfig(AppConfig):
    """Has no tables."""

    name = "drf_signet"
    label = "signet"
    verbose_name = "Signet"

    def ready(self) -> None:
        """Register the checks."""
        from drf_signet.check_registration import register_checks  # noqa: PLC0415  # loads REST framework's settings

        register_checks()
