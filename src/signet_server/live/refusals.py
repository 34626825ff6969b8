"""Why a database lets nobody in, or doesn't answer: by its own words or numbers, and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from django.db import Error, connection

from drf_signet.database_errors import outage
from signet_server.live.finding import in_short
from signet_server.serve import is_no_file


class Refusal(NamedTuple):
    """One reason: how PostgreSQL and PgBouncer say it, and MySQL's numbers; then what we say."""

    words: tuple[str, ...]
    numbers: frozenset[int]
    found: str
    next_step: str


BUSY: Final = "Look for long transactions and queries (pg_stat_activity, SHOW PROCESSLIST)"
REFUSALS: Final = (
    Refusal(
        (
            "password authentication failed",
            "SASL authentication failed",
            "no password supplied",
            "no pg_hba.conf entry",
        ),
        frozenset({1045, 1130, 1698}),
        "It refuses the user, the password or this machine",
        "Check them in DATABASE_URL, and what the server allows (pg_hba.conf, GRANT).",
    ),
    Refusal(
        ("does not exist", "no such database"),
        frozenset({1044, 1049}),
        "It has no such database or user, or keeps the one from the other",
        "Check the names in DATABASE_URL, and what the user may do (GRANT).",
    ),
    Refusal(
        ("too many c", "remaining connection slots", "no more connections allowed"),
        frozenset({1040, 1203, 1226}),
        "It has no connection left",
        "See who holds them (pg_stat_activity, SHOW PROCESSLIST), use a pooler, or raise the limit.",
    ),
    Refusal(
        ("query_wait_timeout", "server_login_retry", "server login failed", "pgbouncer cannot connect"),
        frozenset(),
        "The pooler has no connection to lend",
        f"See that the database behind it is running. {BUSY}, or raise the size of its pool.",
    ),
    Refusal(
        ("no answer within", "statement timeout", "takes too long"),
        frozenset({1969, 3024}),
        "It accepts the connection, but doesn't answer in time",
        f"{BUSY}. A pooler may have no connection left, or no database behind it.",
    ),
    Refusal(
        ("starting up", "shutting down", "recovery mode"),
        frozenset({1053}),
        "It is starting or ending",
        "Wait a moment, and ask again. Then read its log.",
    ),
    Refusal(
        ("resolve host", "translate host"),
        frozenset({2005}),
        "The name of its host is unknown",
        "Check the host in DATABASE_URL, and the name server.",
    ),
    Refusal(
        ("SSL", "certificate"),
        frozenset({2026}),
        "There is no encrypted connection",
        "Check sslmode and the certificates in DATABASE_URL.",
    ),
)

STEPS: Final[Mapping[str, str]] = {
    "database_unavailable": "Check the host and port in DATABASE_URL, the network, and that the server is running.",
    "database_read_only": "Point DATABASE_URL to the server that accepts changes.",
    "database_full": "Make room on its disk.",
    "database_not_migrated": "Run 'signet manage migrate'.",
    "session_busy": "See who holds a lock (pg_locks, SHOW PROCESSLIST).",
}
IN_A_FILE: Final = "Check that DATABASE_URL names an SQLite database, and that this user may read and change it."


def refusal(error: Error) -> tuple[str, str]:
    """What *error* says in a few words of ours, as its own may hold a secret; and the next step."""
    if is_no_file():
        folder = Path(str(connection.settings_dict["NAME"])).parent
        make = "" if folder.is_dir() else "Make its folder. Then run"
        return "The file of DATABASE_URL doesn't exist", f"{make or 'Run'} 'signet manage migrate'."
    said, number = str(error), error.args[0] if error.args else None
    for one in REFUSALS:
        if number in one.numbers or any(words in said for words in one.words):
            return one.found, one.next_step
    found = outage(error)
    code = found.code if found is not None else in_short(error)
    step = STEPS.get(code, "Read the log of the database.")
    if connection.vendor == "sqlite" and code == "database_unavailable":
        return f"The file can't be used ({code})", IN_A_FILE
    return f"No answer ({code})", step
