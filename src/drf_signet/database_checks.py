"""
What ``manage.py check --database default``, and each ``migrate``, says about the tables in MySQL and MariaDB.

They are those of this package, and of the user model. Whatever other databases there are have nothing of all this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections, router
from django.db.models import Model

from drf_signet.user_identifier import has_users

PACKAGE: Final = __name__.partition(".")[0]

ENGINES: Final = """
    SELECT table_name, engine FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND engine NOT IN ('InnoDB', 'ROCKSDB', 'ndbcluster')
"""
LETTERS: Final = """
    SELECT DISTINCT table_name, character_set_name FROM information_schema.columns
    WHERE table_schema = DATABASE() AND character_set_name NOT IN ('utf8mb4', 'utf16', 'utf32', 'binary')
"""


class Odd(NamedTuple):
    """A table of ours, and what it is made of."""

    table: str
    kind: str


def check_engines(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """E061: tables in an engine without transactions, in which half of an act could be kept."""
    return [
        Error(
            f"The table {one.table} uses the engine {one.kind}, which has no transactions.",
            hint=f"Run ALTER TABLE {one.table} ENGINE=InnoDB.",
            id="signet.E061",
        )
        for one in _found(ENGINES, databases)
    ]


def check_letters(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """W062: tables that can't hold every character: what has one of the others is refused, as the server says it."""
    return [
        Warning(
            f"The table {one.table} uses the character set {one.kind}, which can't hold every character.",
            hint=f"Run ALTER TABLE {one.table} CONVERT TO CHARACTER SET utf8mb4.",
            id="signet.W062",
        )
        for one in _found(LETTERS, databases)
    ]


ALL: Final = (check_engines, check_letters)


def _found(query: str, databases: Iterable[str] | None) -> Iterator[Odd]:
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor == "mysql":
            ours = {model._meta.db_table for model in _models() if router.allow_migrate_model(alias, model)}
            with connection.cursor() as cursor:
                cursor.execute(query)
                yield from (Odd(table, kind) for table, kind in cursor.fetchall() if table in ours)


def _models() -> Iterator[type[Model]]:
    yield from (one for one in apps.get_models() if one.__module__.partition(".")[0] == PACKAGE)
    if has_users():
        yield get_user_model()
