"""
How many other sessions a user has: what every sign-in asks, and what nearly always ends there.

Written by hand, as the statements of a refresh are compiled once: Django's compiler would take longer over it than the
database does. The tests compare it with the queryset.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Final

from django.db import connections, models

from drf_signet.databases import database_for
from drf_signet.sessions.models import Session

COMPARED: Final = ("user", "id", "expires_at", "token_expires_at")


def has_others(session: Session, number: int, now: datetime) -> bool:
    """Whether the user of *session* has *number* others (1 or more) that can be refreshed at *now*. One statement."""
    alias = database_for(Session)
    connection = connections[alias]
    values = (session.user_id, session.pk, now, now)
    parameters = [
        _field(name).get_db_prep_value(value, connection) for name, value in zip(COMPARED, values, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(alias, connection.vendor), [*parameters, number - 1])
        return cursor.fetchone() is not None


@cache
def _statement(alias: str, vendor: str) -> str:
    quote = connections[alias].ops.quote_name
    user, key, end, last_refresh = (quote(str(_field(name).column)) for name in COMPARED)
    revoked = quote(str(_field("revoked_at").column))
    others = f"{user} = %s AND {key} <> %s AND {end} > %s AND {last_refresh} > %s AND {revoked} IS NULL"
    return f"SELECT 1 FROM {quote(Session._meta.db_table)} WHERE {others} LIMIT 1 OFFSET %s"  # noqa: S608  # our own names


def _field(name: str) -> models.Field[object, object]:
    field = Session._meta.get_field(name)
    assert isinstance(field, models.Field), "a column"
    return field
