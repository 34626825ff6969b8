"""Simple JWT's small functions, for code that imports them."""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

import hashlib
import logging
from calendar import timegm as timegm
from datetime import UTC, datetime
from datetime import timezone as timezone
from typing import Callable as Callable  # noqa: UP035  # Simple JWT's own
from typing import Final, cast

from django.conf import settings
from django.utils.functional import lazy as lazy
from django.utils.functional import lazystr

logger: Final = logging.getLogger("rest_framework_simplejwt")


def get_md5_hash_password(password: str) -> str:
    """The fingerprint of a stored password that CHECK_REVOKE_TOKEN writes into tokens, as Simple JWT makes it."""
    return hashlib.md5(password.encode(), usedforsecurity=False).hexdigest().upper()


def make_utc(dt: datetime) -> datetime:
    """*dt*, said to be in UTC if it says nothing and the project has USE_TZ."""
    return dt.replace(tzinfo=UTC) if settings.USE_TZ and dt.tzinfo is None else dt


def aware_utcnow() -> datetime:
    """The present time in UTC: naive without USE_TZ."""
    return _as_project_has_it(datetime.now(tz=UTC))


def datetime_to_epoch(dt: datetime) -> int:
    """Seconds since 1970. A naive time is in UTC."""
    return int((dt.replace(tzinfo=UTC) if dt.tzinfo is None else dt).timestamp() // 1)


def seconds_of(moment: datetime) -> float:
    """The same, with what is left of the last second."""
    return datetime_to_epoch(moment) + moment.microsecond / 1_000_000


def datetime_from_epoch(ts: float) -> datetime:
    """The time *ts* seconds after 1970, in UTC: naive without USE_TZ."""
    return _as_project_has_it(datetime.fromtimestamp(ts, tz=UTC))


def format_lazy(s: str, *args: object, **kwargs: object) -> str:
    """*s* with its fields filled in, when it is shown."""
    lazy: object = lazystr(_Formatted(s, args, kwargs))
    return cast(str, lazy)


class _Formatted:
    def __init__(self, text: str, args: tuple[object, ...], kwargs: dict[str, object]) -> None:
        self._text, self._args, self._kwargs = text, args, kwargs

    def __str__(self) -> str:
        return str(self._text).format(*self._args, **self._kwargs)


def _as_project_has_it(moment: datetime) -> datetime:
    return moment if settings.USE_TZ else moment.replace(tzinfo=None)
