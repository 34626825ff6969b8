"""What ``manage.py check`` and ``migrate`` say about the tables: one rule, one function, one id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from drf_signet.checks import rule
from drf_signet.settings import Settings

LABEL: Final = "token_blacklist"

REPLACED: Final = (
    "0001_initial",
    "0002_outstandingtoken_jti_hex",
    "0003_auto_20171017_2007",
    "0004_auto_20171017_2013",
    "0005_remove_outstandingtoken_jti",
    "0006_auto_20171017_2113",
    "0007_auto_20171017_2214",
)
"""The migrations that Simple JWT 4.0 came with, which our first one is made of. Each later one has its own here."""


@rule
def check_jti_claim(settings: Settings) -> Iterator[CheckMessage]:
    """E006: tokens that have no identifier to be remembered by."""
    if settings.JTI_CLAIM is None:
        message = "SIMPLE_JWT['JTI_CLAIM'] is None, so no token can be recorded or revoked."
        yield Error(message, hint="Remove it, or remove the blacklist app.", id="signet.simplejwt.E006")


def check_migrations(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """E007: tables of a Simple JWT before 4.0, which only its own migrations can bring up to date."""
    return [
        Error(
            f"The database {alias!r} has tables of a Simple JWT before 4.0: {missing[0]} was never applied.",
            hint=f"Run 'migrate {LABEL}' with djangorestframework-simplejwt 5.5.1 once. Then change to Signet.",
            id="signet.simplejwt.E007",
        )
        for alias in databases or ()
        if (missing := _missing(alias))
    ]


def _missing(alias: str) -> list[str]:
    """What of Simple JWT's migrations is not applied in a database to which others of them were."""
    applied = {name for app, name in MigrationRecorder(connections[alias]).applied_migrations() if app == LABEL}
    missing = [name for name in REPLACED if name not in applied]
    return missing if len(missing) < len(REPLACED) else []
