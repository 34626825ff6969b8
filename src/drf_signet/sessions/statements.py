"""
The two statements of a refresh, and of nothing else: a session with its user, and the compare-and-swap.

A project's manager of users that adds something is asked itself: its users are the same, whichever way they come.

Django's compiler would take longer over them than the database does, so its work is kept: compiled once for each
database, executed with other parameters. The tests compare them with what the ORM sends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connections, models
from django.db.models import QuerySet

from drf_signet.databases import database_for
from drf_signet.password_fingerprint import fingerprint
from drf_signet.sessions.models import Session
from drf_signet.sessions.user_manager import find_user, reads_as_stored
from drf_signet.user_table import users_database, written_users

ANY: Final = UUID(int=0)
"""Stands for the parameter while the statement is compiled."""

MOVING: Final = (
    "generation",
    "previous_generation",
    "racing_from_generation",
    "rotated_at",
    "token_expires_at",
    "auth_hash",
)
"""What a refresh changes in a row."""

WITHOUT_WAITING: Final = " AND (SELECT set_config('synchronous_commit', 'off', true)) = 'off'"
"""PostgreSQL answers before this one commit is on the disk. See docs/decisions/0009."""

Converter = Callable[[Any, Any, Any], Any]


class _Joined(NamedTuple):
    """A compiled SELECT: how to read a row of it, column by column."""

    sql: str
    key: models.Field[Any, Any]
    converters: Mapping[int, tuple[Sequence[Converter], Any]]
    session_fields: list[str]
    user_model: type[Any]
    user_fields: list[str]


class _Moving(NamedTuple):
    """A compiled UPDATE: the fields whose new values it takes, and then the key."""

    sql: str
    fields: Mapping[str, models.Field[Any, Any]]
    key: models.Field[Any, Any]


def select_with_user(session_id: UUID) -> Session | None:
    """
    The session with its user, as the default manager of users gives it; None where either is gone. One statement.

    Two, where that manager adds something, or users are in another database.
    """
    alias, user_model = database_for(Session), get_user_model()
    if not reads_as_stored(user_model) or database_for(user_model) != alias:
        return _ask_for_both(session_id, Session.objects.all(), written_users())
    connection = connections[alias]
    joined = _compile_select(alias)
    with connection.cursor() as cursor:
        cursor.execute(joined.sql, [joined.key.get_db_prep_value(session_id, connection)])
        row = cursor.fetchone()
    return None if row is None else _instance(joined, list(row), connection)


def select_what_is_committed(session_id: UUID) -> Session | None:
    """
    As `select_with_user`, once a write has shown that the row is no longer what was read.

    In a transaction of the caller's, MySQL reads again and again what was there at its beginning, except with a lock.
    The write that is to follow locks the row in any case.
    """
    alias = database_for(Session)
    connection = connections[alias]
    if connection.vendor != "mysql" or not connection.in_atomic_block:
        return select_with_user(session_id)
    sessions, users = Session.objects.select_for_update(), written_users()
    if users_database() != alias:
        return _ask_for_both(session_id, sessions, users)
    session = _ask_for_both(session_id, sessions, users.select_for_update())
    if session is not None and not reads_as_stored(get_user_model()):
        _bring_up_to_date(session.user, alias)
    return session


class Known(NamedTuple):
    """The values read from a row, which must be unchanged when it moves on."""

    generation: int
    auth_hash: str


def compare_and_swap(session: Session, known: Known) -> bool:
    """
    Move the row of *session* on from what was *known* of it: one statement.

    False where another request was faster, or the session has been ended meanwhile, or goes on with a new password.
    """
    # Where it was read, and so where it is written.
    alias = session._state.db  # noqa: SLF001
    assert alias is not None, "a row that was read"
    connection = connections[alias]
    moving = _compile_update(alias)
    parameters = [field.get_db_prep_value(getattr(session, name), connection) for name, field in moving.fields.items()]
    parameters += [moving.key.get_db_prep_value(session.pk, connection), *known]
    # In a transaction of the caller's, what else it holds has to wait for the disk.
    ending = WITHOUT_WAITING if connection.vendor == "postgresql" and not connection.in_atomic_block else ""
    with connection.cursor() as cursor:
        cursor.execute(moving.sql + ending, parameters)
        return bool(cursor.rowcount)


def _ask_for_both(session_id: UUID, sessions: QuerySet[Session], users: QuerySet[Any]) -> Session | None:
    session = sessions.filter(pk=session_id).first()
    user = None if session is None else find_user(session, users)
    if session is None or user is None:
        return None
    if session.auth_hash != fingerprint(user):
        # The password may change between the two statements.
        session = sessions.filter(pk=session_id).first()
    if session is not None:
        session.user = user
    return session


def _bring_up_to_date(user: Any, alias: str) -> None:
    # A manager may read a part of its users by further statements, which lock nothing.
    model = get_user_model()
    row = QuerySet(model, using=alias).select_for_update().values(*_attributes(model)).get(pk=user.pk)
    for name, value in row.items():
        setattr(user, name, value)


@cache
def _compile_select(alias: str) -> _Joined:
    compiler = Session.objects.using(alias).select_related("user").filter(pk=ANY).query.get_compiler(using=alias)
    sql, parameters = compiler.as_sql()
    assert len(parameters) == 1, "nothing but the key varies"
    columns = [expression for expression, _, _ in compiler.select]
    return _Joined(
        sql=sql,
        key=_field("id"),
        converters=compiler.get_converters(columns),
        session_fields=_attributes(Session),
        user_model=get_user_model(),
        user_fields=_attributes(get_user_model()),
    )


@cache
def _compile_update(alias: str) -> _Moving:
    quote = connections[alias].ops.quote_name
    fields = {name: _field(name) for name in (*MOVING, "id", "revoked_at")}
    columns = {name: quote(field.column or name) for name, field in fields.items()}
    assignments = ", ".join(f"{columns[name]} = %s" for name in MOVING)
    unchanged = " AND ".join(f"{columns[name]} = %s" for name in ("id", *Known._fields))
    row = f"{unchanged} AND {columns['revoked_at']} IS NULL"
    sql = f"UPDATE {quote(Session._meta.db_table)} SET {assignments} WHERE {row}"  # noqa: S608  # our own names
    return _Moving(sql, {name: fields[name] for name in MOVING}, fields["id"])


def _instance(joined: _Joined, row: list[Any], connection: Any) -> Session:
    for position, (converters, expression) in joined.converters.items():
        for convert in converters:
            row[position] = convert(row[position], expression, connection)
    width = len(joined.session_fields)
    session = Session.from_db(connection.alias, joined.session_fields, row[:width])
    session.user = joined.user_model.from_db(connection.alias, joined.user_fields, row[width:])
    return session


def _field(name: str) -> models.Field[Any, Any]:
    field = Session._meta.get_field(name)
    assert isinstance(field, models.Field), "a column"
    return field


def _attributes(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
