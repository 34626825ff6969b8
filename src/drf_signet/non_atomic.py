"""
Endpoints outside of the transaction of the request (``ATOMIC_REQUESTS``), in every database.

A refusal must not undo what was written before it: counts in a database cache, the row of a lockout package, the end of
a session whose token was reused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connections
from django.utils.decorators import classonlymethod
from rest_framework.response import Response
from rest_framework.views import APIView

if TYPE_CHECKING:
    from rest_framework.views import AsView, GenericView

View = TypeVar("View", bound=Callable[..., object])


class _EveryDatabase(set[str]):
    """All aliases, also those that a project adds while it runs, as some do for their tenants."""

    def __contains__(self, alias: object) -> bool:
        return True


class NonAtomicView(APIView):
    """A view of which a refusal rolls nothing back."""

    @classonlymethod
    def as_view(cls, *args: Any, **initkwargs: Any) -> AsView[GenericView]:  # noqa: N805  # Django's own decorator
        """The view, outside of the transaction of the request in every database."""
        return outside_of_transactions(super().as_view(*args, **initkwargs))

    def handle_exception(self, exc: Exception) -> Response:
        """Answer to *exc*."""
        with _transactions_kept():
            return super().handle_exception(exc)


def outside_of_transactions(view: View) -> View:
    """*view*, outside of the transaction of the request in every database."""
    # What ``transaction.non_atomic_requests`` would note for one database after the other.
    vars(view)["_non_atomic_requests"] = _EveryDatabase(connections)
    return view


@contextmanager
def _transactions_kept() -> Iterator[None]:
    # REST framework marks whatever transaction is open where ATOMIC_REQUESTS is set, as if it were that of the request.
    # Here, it is that of a middleware, or of a test case.
    found = [one for one in connections.all(initialized_only=True) if one.in_atomic_block and not one.needs_rollback]
    try:
        yield
    finally:
        for one in found:
            if one.in_atomic_block and one.settings_dict["ATOMIC_REQUESTS"]:
                one.set_rollback(False)
