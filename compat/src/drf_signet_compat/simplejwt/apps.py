"""The Django app, for projects that list ``rest_framework_simplejwt`` itself."""

from __future__ import annotations

from types import ModuleType

from django.apps import AppConfig

from drf_signet_compat.simplejwt import app_names
from drf_signet_compat.simplejwt.alias import THEIRS, is_installed


class SimpleJWTConfig(AppConfig):
    """Has no tables."""

    name = app_names.app_name("drf_signet_compat.simplejwt")
    # Only where the name is ours as well: of an app with this label, drf-spectacular goes on to import the package.
    label = THEIRS if is_installed() else "signet_simplejwt"
    verbose_name = "Simple JWT"

    def __init__(self, app_name: str, app_module: ModuleType | None) -> None:
        super().__init__(app_name, app_module)
        app_names.answer_to_both()
