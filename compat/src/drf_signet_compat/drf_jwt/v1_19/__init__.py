"""
The world of ``drf-jwt`` 1.19, the fork of ``djangorestframework-jwt``: its names, settings, texts and statuses.

It differs from the package above in nearly every default, so it is a package of its own, and takes from there only
what belongs to both. From the bottom up:

    settings, revocation, utils, authentication, permissions, serializers, views, compat, apps, management
    blacklist           a Django app of its own: revoked tokens

Once, at the top of the settings module of a project whose code imports ``rest_framework_jwt``:

    from drf_signet_compat.drf_jwt import v1_19

    v1_19.install()
"""

from __future__ import annotations

from drf_signet_compat.drf_jwt.names import FORK_NAMES

VERSION = __version__ = "1.19.2"
"""Of the old package, for code that asks which one it has."""


def install() -> None:
    """
    Let ``import rest_framework_jwt`` mean this package, also in code that isn't the project's own.

    Raises `ImproperlyConfigured` where the old package, or the other dialect, was imported first.
    """
    FORK_NAMES.install()
