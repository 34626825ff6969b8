"""The Django app: one table of sessions, and receivers that end them when their users change."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from drf_signet import conf
from drf_signet.sessions import checks
from drf_signet.sessions.cookie_checks import warn_handmade_cookies
from drf_signet.table_checks import beside_users


class SessionsConfig(AppConfig):
    """Has tables: run ``migrate``."""

    name = "drf_signet.sessions"
    label = "signet_sessions"
    verbose_name = _("Sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks, and listen to the user model."""
        from drf_signet import token_explanation  # noqa: PLC0415  # needs the models
        from drf_signet.check_registration import register_checks  # noqa: PLC0415  # loads REST framework's settings
        from drf_signet.sessions import models, receivers, tier_checks  # noqa: PLC0415  # need the models
        from drf_signet.sessions.token_explanation import WITNESS  # noqa: PLC0415  # the same

        receivers.connect()
        token_explanation.ask_also("sessions", WITNESS)
        # They are about sessions as well, and a project needn't list the app of the core beside this one.
        register_checks()
        conf.fulfil("BLACKLIST_AFTER_ROTATION")
        for check in (*checks.ERRORS, *tier_checks.ALWAYS):
            register(check)
        for check in checks.WARNINGS:
            register(check, Tags.security, deploy=True)
        register(warn_handmade_cookies, Tags.urls)
        register(beside_users(models.Session, models.PasswordRehash))
