"""
The world of ``djangorestframework-jwt`` 1.11: its names, settings, texts and statuses, on our keys and checks.

`v1_19` is that of its fork ``drf-jwt``, whose defaults, names and statuses are others. Where things are, from the
bottom up; the modules before the empty line belong to both:

    errors, names, keys, claims, tokens      what is signed, and what is believed
    setting_reader, checks                          JWT_AUTH, read on use and checked at start
    users, sign_in, cookies, answers                users and requests

    settings, compat, utils, authentication, serializers, views, apps, test

Once, at the top of the settings module of a project whose code imports ``rest_framework_jwt``:

    from drf_signet_compat import drf_jwt

    drf_jwt.install()
"""

from __future__ import annotations

from drf_signet_compat.drf_jwt.names import OLD_NAMES

VERSION = __version__ = "1.11.0"
"""Of the old package, for code that asks which one it has."""


def install() -> None:
    """
    Let ``import rest_framework_jwt`` mean this package, also in code that isn't the project's own.

    Raises `ImproperlyConfigured` where the old package, or the other dialect, was imported first.
    """
    OLD_NAMES.install()
