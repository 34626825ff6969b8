"""What ``manage.py check`` says about the table of keys: one rule, one function, one id."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Final

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME, get_settings
from drf_signet.databases import database_for
from drf_signet.errors import KeyLoadError, UnavailableError
from drf_signet.key_stores import KEY_TABLE
from drf_signet.keyring.key_encryption import MAKE, KeyEncryption
from drf_signet.keyring.models import EncryptedKey
from drf_signet.keyring.store import KeyTable
from drf_signet.settings import Settings
from signet_tokens.ring_key import in_use

SETTING: Final = f"{NAME}['KEY_ENCRYPTION_KEYS']"


@rule
def check_key_encryption_keys(settings: Settings) -> Iterator[CheckMessage]:
    """E071: a table of keys, and nothing that encrypts them."""
    if settings.SIGNING_KEYS != KEY_TABLE:
        return
    try:
        KeyEncryption(settings.KEY_ENCRYPTION_KEYS)
    except KeyLoadError as error:
        yield Error(
            f"{NAME}: {error}", hint=f"Make one with {MAKE}, and keep it outside of the database.", id="signet.E071"
        )
    if django_settings.SECRET_KEY in _given(settings):
        yield Error(
            f"{SETTING} is Django's SECRET_KEY.",
            hint=f"Make a key of its own with {MAKE}.",
            id="signet.E071",
        )


def warn_nothing_signs(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """W076: a table in which no key signs. ``check --database default`` says it, and each ``migrate``."""
    try:
        is_used = get_settings().SIGNING_KEYS == KEY_TABLE and database_for(EncryptedKey) in (databases or ())
    except UnavailableError:
        return []
    if not is_used or _signs():
        return []
    return [
        Warning(
            "No key in the table of drf_signet.keyring can sign, so nobody can sign in.",
            hint="Run manage.py keys generate. If there are keys, the log says why Signet refuses them.",
            id="signet.W076",
        )
    ]


def _signs() -> bool:
    try:
        return in_use(KeyTable().read(), time.time()) is not None
    except KeyLoadError as error:
        # That the database is away is for others to say.
        return error.__cause__ is not None


def _given(settings: Settings) -> Sequence[str]:
    keys = settings.KEY_ENCRYPTION_KEYS or ()
    return [keys] if isinstance(keys, str) else keys


ERRORS: Final[Sequence[Check]] = (check_key_encryption_keys,)
