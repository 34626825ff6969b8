"""What a process keeps for each tenant, database and schema that it serves: for most projects, one of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final, Generic, TypeVar

from drf_signet.databases import database_for
from drf_signet.postgres_schemas import tenant_schema
from drf_signet.sessions.models import Session
from drf_signet.tenant import for_tenant

Kept = TypeVar("Kept")
Place = tuple[str, str, str | None]
"""Tenant, database and schema."""

MOST_TENANTS: Final = 1_000
"""For how many tenants something is kept. Beyond, what is of the one that came first is made anew when needed."""


class ByPlace(Generic[Kept]):
    """One of what *make* returns for each place of sessions."""

    def __init__(self, make: Callable[[], Kept]) -> None:
        self._make = make
        self._lock = Lock()
        self._kept: OrderedDict[Place, Kept] = OrderedDict()

    def present(self) -> Kept:
        """That of the tenant that is being served. Raises `TenantUnknownError`."""
        alias = database_for(Session)
        place = (for_tenant(""), alias, tenant_schema(alias))
        return self._kept.get(place) or self._add(place)

    def clear(self) -> None:
        """Forget that of every tenant."""
        with self._lock:
            self._kept.clear()

    def _add(self, place: Place) -> Kept:
        with self._lock:
            added = self._kept.setdefault(place, self._make())
            while len(self._kept) > MOST_TENANTS:
                self._kept.popitem(last=False)
        return added
