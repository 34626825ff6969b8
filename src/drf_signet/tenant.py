"""Which tenant is being served: what TENANT says, where one process has users, tokens and counts of several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from drf_signet.conf import get_settings, imported
from drf_signet.database_errors import outage
from drf_signet.errors import TenantUnknownError, UnavailableError
from drf_signet.outage_log import OUTAGES

CAUSE: Final = "TENANT doesn't say which tenant is being served"


def current_tenant() -> str | None:
    """
    The name of the tenant that is being served; None where none is, and without TENANT.

    Raises `TenantUnknownError` where TENANT raises, or returns what `is_name` refuses. What it raises where a database
    is away goes through.
    """
    path = get_settings().TENANT
    if path is None:
        return None
    try:
        name = _ask(path)
    except Exception as error:
        if isinstance(error, UnavailableError) or outage(error) is not None:
            raise
        OUTAGES.tell(CAUSE, error)
        raise TenantUnknownError from error
    return name


def is_name(value: object) -> bool:
    """Whether *value* can name a tenant: a string with something in it, which UTF-8 can write."""
    return isinstance(value, str) and bool(value) and not any("\ud800" <= one <= "\udfff" for one in value)


def _ask(path: str) -> str | None:
    function: Callable[[], object] = imported(path)
    found = function()
    if found is None:
        return None
    if not isinstance(found, str) or not is_name(found):
        raise TypeError(f"{path}() returned {type(found).__name__}, which is no name: a string, or None for no tenant")
    return str(found)
