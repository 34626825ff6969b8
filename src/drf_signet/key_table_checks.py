"""What ``manage.py check`` says about keys in a table, whether the app with that table is there or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.key_stores import KEY_TABLE
from drf_signet.settings import Settings

APP: Final = "drf_signet.keyring"


@rule
def check_app_of_key_table(settings: Settings) -> Iterator[CheckMessage]:
    """E070: keys in a table that no migration makes."""
    if settings.SIGNING_KEYS == KEY_TABLE and not apps.is_installed(APP):
        yield Error(
            f"{NAME}['SIGNING_KEYS'] is a table of keys, but INSTALLED_APPS lacks '{APP}'.",
            hint=f"Add '{APP}' to INSTALLED_APPS, and run manage.py migrate.",
            id="signet.E070",
        )


@rule
def warn_unused(settings: Settings) -> Iterator[CheckMessage]:
    """W075: a table of keys that nothing reads, and a key that encrypts nothing."""
    if apps.is_installed(APP) and settings.SIGNING_KEYS != KEY_TABLE:
        yield Warning(
            f"'{APP}' is in INSTALLED_APPS, but its keys have no effect.",
            hint=f"Set {NAME}['SIGNING_KEYS'] to '{KEY_TABLE}', or remove the app.",
            id="signet.W075",
        )
    if settings.KEY_ENCRYPTION_KEYS is not None and settings.SIGNING_KEYS != KEY_TABLE:
        yield Warning(
            f"{NAME}['KEY_ENCRYPTION_KEYS'] has no effect: SIGNING_KEYS is no table of keys.",
            hint=f"Set SIGNING_KEYS to '{KEY_TABLE}', or remove it.",
            id="signet.W075",
        )


ALWAYS: Final[Sequence[Check]] = (check_app_of_key_table, warn_unused)
