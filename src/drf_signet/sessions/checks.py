"""What ``manage.py check --deploy`` says about sessions: one rule, one function, one id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from django.core.checks import CheckMessage, Warning

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME, Settings

LONG_GRACE: Final = timedelta(minutes=1)


@rule
def warn_idle_over_absolute(settings: Settings) -> Iterator[CheckMessage]:
    """W009: refresh tokens that would outlive their session."""
    if settings.REFRESH_TOKEN_LIFETIME > settings.SESSION_LIFETIME:
        yield Warning(
            f"{NAME}['REFRESH_TOKEN_LIFETIME'] is longer than {NAME}['SESSION_LIFETIME'], which ends them.",
            hint="A refresh starts the first anew; the second ends the session whatever happens.",
            id="signet.W009",
        )


@rule
def warn_long_grace(settings: Settings) -> Iterator[CheckMessage]:
    """W010: a stolen token that is answered for long."""
    if settings.REFRESH_GRACE_PERIOD > LONG_GRACE:
        yield Warning(
            f"{NAME}['REFRESH_GRACE_PERIOD'] is over a minute, in which a stolen token goes unnoticed.",
            hint="Parallel requests of one client need a few seconds.",
            id="signet.W010",
        )


WARNINGS: Final[Sequence[Check]] = (warn_idle_over_absolute, warn_long_grace)
