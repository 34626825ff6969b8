"""
Where mails wait: a table in one database, or in the schema that a tenant has there.

A process looks where it has written, and where other processes may have: in every database that a router can choose,
and in the schema of every tenant.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import Q

from drf_signet.accounts.models import WaitingMail
from drf_signet.databases import database_for, may_choose
from drf_signet.postgres_schemas import has_tenants, in_schema, schema_of, schemas_of


class Place(NamedTuple):
    """Where one table of mails that wait is."""

    database: str
    schema: str | None = None
    """As `schemas.schema_of` names it."""

    def entered(self) -> AbstractContextManager[None]:
        """A block in which the connection to the database looks there."""
        return in_schema(self.database, self.schema)

    def own(self) -> Q:
        """The mails that were written here: one of several databases may be a copy, and nothing is sent from that."""
        return Q(world__home=self.database) if may_choose() and self.schema is None else Q()


def here() -> Place:
    """Where this thread would write one down now."""
    alias = database_for(WaitingMail)
    return Place(alias, schema_of(alias))


def place_of(mail: WaitingMail) -> Place:
    """Where *mail* was found."""
    return Place(mail.database or database_for(WaitingMail), mail.schema)


def everywhere() -> Iterator[Place]:
    """All places that this project may have."""
    for alias in list(connections) if may_choose() else [DEFAULT_DB_ALIAS]:
        if has_tenants(alias):
            yield from (Place(alias, schema) for schema in schemas_of(alias))
        elif router.allow_migrate_model(alias, WaitingMail):
            yield Place(alias)
