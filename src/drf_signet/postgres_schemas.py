"""
Which schema of PostgreSQL a connection looks at, where each tenant has one, and looking at another for a while.

With django-tenants, and packages after its pattern, a connection knows its ``tenant`` and has ``set_tenant``; without
such a package, a project sets the ``search_path`` by itself. This module knows these packages, and imports none of
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import Error, connections

USUAL: Final = '"$user", public'
"""Where PostgreSQL looks if nobody says otherwise."""


class SchemaGoneError(Exception):
    """There is no such schema any more, or it can't be chosen here."""


def has_tenants(alias: str) -> bool:
    """Whether connections to the database *alias* know a tenant."""
    return hasattr(connections[alias], "set_tenant")


def tenant_schema(alias: str) -> str | None:
    """The schema of the tenant that the connection to *alias* knows; None without tenants. No query."""
    return getattr(connections[alias], "schema_name", None) if has_tenants(alias) else None


def schema_of(alias: str) -> str | None:
    """
    What the connection to *alias* looks at: the schema of its tenant, or a search path. None: nothing was chosen.

    One query on PostgreSQL, none with tenants and elsewhere.
    """
    connection: Any = connections[alias]
    if has_tenants(alias) or connection.vendor != "postgresql":
        return tenant_schema(alias)
    path = _search_path(connection)
    return None if path == USUAL else path


@contextmanager
def in_schema(alias: str, schema: str | None) -> Iterator[None]:
    """In this block, the connection to *alias* looks at *schema*, as `schema_of` names it. None changes nothing."""
    connection: Any = connections[alias]
    if schema is None or (has_tenants(alias) and connection.schema_name == schema):
        yield
    elif has_tenants(alias):
        before = connection.tenant
        connection.set_schema(schema)
        try:
            yield
        finally:
            connection.set_tenant(before)
    else:
        with _on_path(connection, schema):
            yield


@contextmanager
def as_tenant(alias: str, schema: str | None) -> Iterator[None]:
    """
    As `in_schema`, with the tenant itself at the connection, for templates and functions that ask it. One query.

    Raises `SchemaGoneError` where no tenant has *schema*: PostgreSQL would look at what all tenants share.
    """
    connection: Any = connections[alias]
    if schema is None or not has_tenants(alias) or connection.schema_name == schema:
        with in_schema(alias, schema):
            yield
        return
    before = connection.tenant
    try:
        _become(connection, alias, schema)
        yield
    finally:
        connection.set_tenant(before)


def schemas_of(alias: str) -> list[str]:
    """The schemas of all tenants in the database *alias*; of none, where it has none. One query, or none."""
    model = _tenant_model() if has_tenants(alias) else None
    if model is None:
        return []
    with in_schema(alias, _shared()):
        return list(model._base_manager.using(alias).order_by("pk").values_list("schema_name", flat=True))


def _become(connection: Any, alias: str, schema: str) -> None:
    model = _tenant_model()
    connection.set_schema(_shared())
    tenant = None if model is None else model._base_manager.using(alias).filter(schema_name=schema).first()
    if tenant is not None:
        connection.set_tenant(tenant)
    elif model is None:
        connection.set_schema(schema)
    elif schema != _shared():
        raise SchemaGoneError(f"no tenant has the schema {schema!r}")


def _tenant_model() -> Any:
    name = getattr(settings, "TENANT_MODEL", None)
    return None if name is None else apps.get_model(name)


def _shared() -> str:
    return str(getattr(settings, "PUBLIC_SCHEMA_NAME", "public"))


@contextmanager
def _on_path(connection: Any, path: str) -> Iterator[None]:
    before = _search_path(connection)
    if before == path:
        yield
        return
    _look_along(connection, path)
    try:
        # A package may set the path for each cursor, from something that is not known here.
        if _search_path(connection) != path:
            raise SchemaGoneError(f"the search path can't be set to {path}")
        yield
    finally:
        with suppress(Error):
            _look_along(connection, before)


def _search_path(connection: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        return str(cursor.fetchone()[0])


def _look_along(connection: Any, path: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', %s, false)", [path])
