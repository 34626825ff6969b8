"""Until when a token can be good that was refreshed from one sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from drf_signet_compat.drf_jwt.v1_19.settings import api_settings

FOR_EVER: Final = timedelta(days=36_525)


def family_ends_at(payload: Mapping[str, Any], now: datetime) -> datetime:
    """
    When no token of the family can be good any more.

    That is later than the end of the token itself: what was refreshed from it before is refused only while its row
    is there.
    """
    if not api_settings.JWT_VERIFY_EXPIRATION:
        return now + FOR_EVER
    ends = [_time(payload.get("exp"), timedelta(0), now)]
    if "orig_iat" in payload:
        ends.append(_time(payload["orig_iat"], api_settings.JWT_REFRESH_EXPIRATION_DELTA + _lifetime(), now))
    return max(ends) + _leeway()


def _time(seconds: object, later: timedelta, now: datetime) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return now + FOR_EVER
    try:
        return min(datetime.fromtimestamp(seconds, UTC) + later, now + FOR_EVER)
    except (OverflowError, ValueError, OSError):
        return now + FOR_EVER


def _lifetime() -> timedelta:
    return api_settings.JWT_EXPIRATION_DELTA


def _leeway() -> timedelta:
    leeway = api_settings.JWT_LEEWAY
    return leeway if isinstance(leeway, timedelta) else timedelta(seconds=leeway)
