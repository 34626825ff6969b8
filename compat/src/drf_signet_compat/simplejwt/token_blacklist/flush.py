"""Forgetting the tokens whose time is over, little by little."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import router

from drf_signet_compat.simplejwt.exceptions import TokenBackendError
from drf_signet_compat.simplejwt.settings import api_settings
from drf_signet_compat.simplejwt.state import token_backend
from drf_signet_compat.simplejwt.token_blacklist.models import OutstandingToken
from drf_signet_compat.simplejwt.utils import datetime_to_epoch

BATCH: Final = 1_000
"""Rows at once: enough to be quick, and few enough to lock nothing for long."""


def flush_expired_tokens(now: datetime, batch: int = BATCH) -> int:
    """
    Delete the rows of tokens that nothing accepts any more at *now*, and say how many.

    A token is accepted for LEEWAY after ``exp``; a sliding token can be refreshed under its identifier until
    ``refresh_exp``. Their rows stay until then. Otherwise Signet would accept a revoked token again.
    """
    before = now - token_backend.get_leeway()
    rows = OutstandingToken.objects.using(router.db_for_write(OutstandingToken)).order_by("pk")
    last, deleted = 0, 0
    while found := list(rows.filter(pk__gt=last, expires_at__lte=before).values_list("pk", "token")[:batch]):
        last = found[-1][0]
        over = [pk for pk, token in found if not _can_be_refreshed(token, before)]
        rows.filter(pk__in=over).delete()
        deleted += len(over)
    return deleted


def _can_be_refreshed(token: str, moment: datetime) -> bool:
    """Whether *token* is a sliding one that may live under a later ``exp``."""
    try:
        end = token_backend.decode(token, verify=False).get(api_settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM)
    except TokenBackendError:
        return False
    # One that Simple JWT refreshed in the last moment lives for its whole lifetime after that.
    lifetime: timedelta = api_settings.SLIDING_TOKEN_LIFETIME
    return isinstance(end, (int, float)) and datetime_to_epoch(moment - lifetime) < end
