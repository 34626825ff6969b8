"""The database: the server, the clock, the tables, and the mails that wait."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.db import Error, connection, connections
from django.db.models import Count, Min

from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.waiting_mails import MOST
from drf_signet.accounts.waiting_mails import database as mail_database
from signet_server.deadline import within
from signet_server.health import database_is_migrated
from signet_server.live import mysql, postgresql
from signet_server.live.clocks import compared
from signet_server.live.finding import Finding
from signet_server.live.refusals import refusal

WAIT: Final = 5.0
"""Seconds, for all of it."""

OLD: Final = 900.0
"""Seconds after which a mail that waits is a reason to look."""

NOBODY: Final = "A node with these variables answers 503 to sign-ins and refreshes."
SOME: Final = "Requests that need the same get 503."

CLOCKS: Final = {
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())",
    "mysql": "SELECT UNIX_TIMESTAMP(SYSDATE(6))",
}


def database() -> Iterator[Finding]:
    """Everything that is asked there, in one thread, by one connection."""
    try:
        with within(WAIT):
            connection.ensure_connection()
            yield from _all()
    except Error as error:
        found, step = refusal(error)
        yield Finding("database", f"{found}. {NOBODY if connection.connection is None else SOME}", step)
    finally:
        connections.close_all()


def _all() -> Iterator[Finding]:
    yield from {"postgresql": postgresql.about, "mysql": mysql.about}.get(connection.vendor, _about_file)()
    if (clock := CLOCKS.get(connection.vendor)) is not None:
        yield compared("the database", lambda: float(_row(clock)[0]))
    if not database_is_migrated():
        yield Finding("tables", "Some of this version are missing.", "Run 'signet manage migrate'.")
        return
    yield Finding("tables", "All migrations of this version are applied.")
    yield _mails()


def _about_file() -> Iterator[Finding]:
    yield Finding("database", f"SQLite, in {connection.settings_dict['NAME']}: for one machine.")


def _mails() -> Finding:
    waiting = WaitingMail.objects.using(mail_database()).aggregate(number=Count("pk"), oldest=Min("created_at"))
    if not waiting["number"]:
        return Finding("queue", "No e-mail waits.")
    age = max(0.0, (datetime.fromtimestamp(time.time(), UTC) - waiting["oldest"]).total_seconds())
    found = f"{waiting['number']} of at most {MOST} e-mails wait, the oldest for {age:.0f} s"
    if age > OLD or waiting["number"] > MOST / 2:
        return Finding("queue", f"{found}.", "Run 'signet accounts mails', which says why.")
    return Finding("queue", f"{found}.")


def _row(query: str) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row: Sequence[Any] = cursor.fetchone()
    return row
