"""The database of the tenant whose host was asked; the default one for a host that is nobody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tests.others.tenants.databases.tenants import tenant

TENANTS: Final = ("a", "b")


class TenantRouter:
    """Everything in one database, for as long as a request lasts."""

    def db_for_read(self, model: object, **hints: Any) -> str:
        """The database of the tenant."""
        return tenant.get() or "default"

    db_for_write = db_for_read


def choose_tenant(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware."""

    def choosing(request: HttpRequest) -> HttpResponse:
        name = request.get_host().partition(".")[0]
        token = tenant.set(name if name in TENANTS else None)
        try:
            return get_response(request)
        finally:
            tenant.reset(token)

    return choosing
