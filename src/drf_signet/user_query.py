"""
Whether users can be looked up in what the project's manager of users returns: not in a slice, and not in a union.

Django raises errors for both, also in its own backends. Signet asks no other manager instead, because that may know
users whom the project's own leaves out.
"""

from __future__ import annotations

from traceback import walk_tb
from typing import Any, Final, TypeVar

from django.contrib.auth import get_user_model
from django.db import NotSupportedError
from django.db.models import Model, QuerySet

from drf_signet.misconfiguration import MisconfiguredError, logged

Row = TypeVar("Row", bound=Model)

RAISED: Final = (TypeError, NotSupportedError)
"""What Django raises for a filter on a slice, and on a union."""


def open_to_filters(users: QuerySet[Row]) -> QuerySet[Row]:
    """*users*, of a model's default manager. Raises `MisconfiguredError` where no filter can be added to them."""
    problem = _problem(users)
    if problem is not None:
        raise logged(MisconfiguredError(problem))
    return users


def why_closed() -> str | None:
    """
    Why the default manager of AUTH_USER_MODEL returns rows that can't be filtered; None where they can be.

    None, too, for a manager that raises, because it may know no users where nobody is served.
    """
    try:
        return _problem(get_user_model()._default_manager.all())
    except Exception:  # whatever a project's code raises  # noqa: BLE001
        return None


def closed_manager_behind(error: Exception) -> MisconfiguredError | None:
    """What *error*, raised by Django or by a backend, says of that manager, if it is about that."""
    problem = why_closed() if isinstance(error, RAISED) and _is_djangos(error) else None
    return None if problem is None else logged(MisconfiguredError(problem))


def _is_djangos(error: Exception) -> bool:
    """Whether Django's models raised it, and not the project's own code."""
    frames = [frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__)]
    return bool(frames) and str(frames[-1]).startswith("django.db.models.")


def _problem(users: QuerySet[Any]) -> str | None:
    # A manager may return what only looks like a query set.
    query = getattr(users, "query", None)
    combinator = getattr(query, "combinator", None)
    what = "a slice" if getattr(query, "is_sliced", False) else combinator and f"a {combinator}()"
    if not what:
        return None
    manager, label = type(users.model._default_manager).__name__, users.model._meta.label
    return f"{manager}, the default manager of {label}, returns {what}, in which Django can't look anybody up."
