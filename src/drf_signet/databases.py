"""
In which database something is written, and so read by what has to see that: as the router says, or as was chosen.

Work that runs outside its request needs it: there, a router that looks at the request's host gives another answer, or
none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.conf import settings
from django.db import connections, router
from django.db.models import Model

_chosen: Final[ContextVar[str | None]] = ContextVar("drf_signet_database", default=None)


def database_for(model: type[Model]) -> str:
    """The alias of the database to which rows of *model*, ours or that of users, are written."""
    return _chosen.get() or str(router.db_for_write(model))


@contextmanager
def in_database(alias: str | None) -> Iterator[None]:
    """In this block it is *alias*; None leaves that to the router, or to the block around this one."""
    token = _chosen.set(alias or _chosen.get())
    try:
        yield
    finally:
        _chosen.reset(token)


@contextmanager
def beside(user: Model, using: str | None, ours: type[Model]) -> Iterator[bool]:
    """
    In this block, *ours* is what belongs to *user*, whom somebody saves in, or deletes from, the database *using*.

    The value says whether there is any: a database that only keeps users, such as an archive, has no table of ours.
    """
    if using is None or using == said(database_for, type(user)):
        yield True
        return
    with in_database(using):
        yield _has_table(using, ours)


def said(ask: Callable[..., str], *about: object) -> str | None:
    """
    What a router answers to *ask* about *about*, where nobody may be served: in a check, or a schema of the API.

    None where it raises: one that goes by the request may have nothing to say outside of one.
    """
    try:
        return ask(*about)
    except Exception:  # whatever the project's raises  # noqa: BLE001
        return None


def may_choose() -> bool:
    """Whether a router has several databases to choose from."""
    return bool(settings.DATABASE_ROUTERS) and len(list(connections)) > 1


def _has_table(alias: str, model: type[Model]) -> bool:
    connection: Any = connections[alias]
    return model._meta.db_table in connection.introspection.table_names()
