"""
Which tenant is being served: what TENANT says, where one process has users, tokens and counts of several.

A token names its tenant in the claim CLAIM, as long as TENANT is set. The claim is null if there is no tenant, such as
in a public schema. Without TENANT no token has the claim, and one that has it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from threading import local
from typing import Final

from django.core.exceptions import SynchronousOnlyOperation
from django.utils.asyncio import async_unsafe
from django.utils.connection import ConnectionProxy

from drf_signet.conf import get_settings, imported
from drf_signet.database_errors import outage
from drf_signet.errors import TenantUnknownError, UnavailableError, WrongTenantError
from drf_signet.outage_log import OUTAGES
from drf_signet.used_names import globals_of, with_helpers

CLAIM: Final = "signet_tenant"
"""No name that issuers or projects have for one of theirs (RFC 7519 section 4.3), such as ``tid`` or ``tenant``."""

CAUSE: Final = "TENANT doesn't name the tenant of this request"

_carried: Final[ContextVar[tuple[str | None] | None]] = ContextVar("drf_signet_tenant", default=None)


@contextmanager
def serving(name: str | None) -> Iterator[None]:
    """In this block, which does what a request for the tenant *name* asked for, TENANT isn't asked."""
    token = _carried.set((name,))
    try:
        yield
    finally:
        _carried.reset(token)


def current_tenant() -> str | None:
    """
    The name of the tenant that is being served; None where none is, and without TENANT.

    Raises `TenantUnknownError` where TENANT raises, or returns what is no name. What it raises where a database
    is away goes through. Raises `SynchronousOnlyOperation` in the thread of an event loop, where TENANT goes by what
    belongs to a thread: in an async view, that is not the one in which the middleware was.
    """
    path = get_settings().TENANT
    if path is None:
        return None
    carried = _carried.get()
    if carried is not None:
        return carried[0]
    try:
        if _goes_by_thread(path):
            _demand_thread()
        return read(path, imported(path)())
    except Exception as error:
        if isinstance(error, (UnavailableError, SynchronousOnlyOperation)) or outage(error) is not None:
            raise
        OUTAGES.tell(CAUSE, error)
        raise TenantUnknownError from error


@cache
def _goes_by_thread(path: str) -> bool:
    """Whether the function at the dotted *path* asks a connection, or a variable of the thread."""
    named = (one for function in with_helpers(imported(path)) for one in globals_of(function))
    return any(issubclass(type(one), (ConnectionProxy, local)) for one in named)


@async_unsafe(f"{CAUSE} in an async view, whose middleware ran in another thread: call afor_user, or sync_to_async.")
def _demand_thread() -> None:
    """Raise `SynchronousOnlyOperation` in the thread of an event loop."""


def read(path: str, found: object) -> str | None:
    """*found*, which the function at the dotted *path* returned, as the name of a tenant. Raises `TypeError`."""
    if found is None:
        return None
    # What UTF-8 can't write can't be hashed.
    if isinstance(found, str) and found and not any("\ud800" <= one <= "\udfff" for one in found):
        return str(found)
    shown = "an empty string" if found == "" else type(found).__name__
    raise TypeError(f"{path}() returned {shown}, which isn't a name. Return a string, or None for no tenant.")


def with_tenant(claims: dict[str, object]) -> dict[str, object]:
    """*claims* of a token that is made now, with its tenant if they don't name one. Raises as `current_tenant`."""
    if get_settings().TENANT is None or CLAIM in claims:
        return claims
    return {**claims, CLAIM: current_tenant()}


def check_tenant(claims: Mapping[str, object], claim: str = CLAIM) -> None:
    """
    Raise `WrongTenantError` unless *claims* are those of a token of the tenant that is being served.

    *claim* is the one that names the tenant. Raises as `current_tenant`.
    """
    if get_settings().TENANT is None:
        if CLAIM in claims:
            raise WrongTenantError
    # A token from before the setting can't say whose it is, so it is not that of no tenant either.
    elif claim not in claims or claims[claim] != current_tenant():
        raise WrongTenantError


def for_tenant(text: str) -> str:
    """*text*, another one for each tenant; without TENANT as it is. Raises as `current_tenant`."""
    return text if get_settings().TENANT is None else f"{text} of {current_tenant()!r}: "
