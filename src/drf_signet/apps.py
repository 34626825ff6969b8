"""The Django app: listing it in ``INSTALLED_APPS`` turns on the system checks."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register

from drf_signet.checks import ERRORS
from drf_signet.deploy_checks import WARNINGS
from drf_signet.key_checks import ERRORS as KEY_ERRORS
from drf_signet.tenant_checks import OF_DEPLOYMENT, TENANTS


class SignetConfig(AppConfig):
    """Has no tables."""

    name = "drf_signet"
    label = "signet"
    verbose_name = "Signet"

    def ready(self) -> None:
        """Register the checks."""
        # These load REST framework's settings.
        from drf_signet.project_checks import ALWAYS  # noqa: PLC0415
        from drf_signet.proxy_checks import WARNINGS as OF_PROXIES  # noqa: PLC0415

        for check in (*ERRORS, *KEY_ERRORS, *ALWAYS, *TENANTS):
            register(check)
        for check in (*WARNINGS, *OF_PROXIES, *OF_DEPLOYMENT):
            register(check, Tags.security, deploy=True)
