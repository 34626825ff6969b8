"""The Django app, for projects that list ``rest_framework_simplejwt`` itself."""

from __future__ import annotations

from django.apps import AppConfig

from drf_signet_compat.app_names import TwoNamed
from drf_signet_compat.simplejwt.names import NAMES, OURS, THEIRS


class SimpleJWTConfig(TwoNamed, AppConfig):
    """Has no tables."""

    names = NAMES
    name = NAMES.app_name(OURS)
    # Only where the name is ours as well: of an app with this label, drf-spectacular goes on to import the package.
    label = THEIRS if NAMES.are_one else "signet_simplejwt"
    verbose_name = "Simple JWT"
