"""``signet serve``: what has to be right before the service starts for real."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.core.checks import ERROR, WARNING, CheckMessage, Tags, run_checks
from django.db import Error, connection
from redis.exceptions import RedisError

from drf_signet.database_errors import outage
from drf_signet.errors import KeysUnavailableError
from drf_signet.keys_in_force import get_ring
from signet_server.demo import DEMO_USERNAME, has_demo_user
from signet_server.environment_variables import Environment
from signet_server.health import cache_answers, database_is_migrated

DATABASE_AWAY: Final = "The database can't be reached. Check DATABASE_URL, and that the server is running."
NO_TABLES: Final = "The database lacks tables. Run 'signet manage migrate'."
NO_FILE: Final = "The database of DATABASE_URL doesn't exist yet. Run 'signet manage migrate' to create it."
CACHE_AWAY: Final = (
    "The cache can't be reached, or refuses the connection. Check REDIS_URL, and that the server is running."
)
SENTENCES: Final[Mapping[str, str]] = {
    "database_unavailable": DATABASE_AWAY,
    "database_read_only": "The database accepts no changes: it is a standby, or its file is read-only.",
    "database_full": "The disk of the database is full.",
    "database_not_migrated": NO_TABLES,
    "session_busy": "Something else holds a lock on the database.",
}
UNSAFE: Final = ("security.", "signet.", "urls.", "auth.")
"""Packages whose warnings are reasons not to start. Warnings of other packages are advice."""


def reasons_not_to_start(environment: Environment) -> list[str]:
    """Why the service should not start with this configuration: empty if it should."""
    reasons = [f"{in_words(one)} ({one.id})" for one in failed_checks() if is_reason(one)]
    if environment.is_demo:
        reasons.append("SIGNET_DEMO is set, but everybody knows the demo's password. Use 'signet demo' for the demo.")
    try:
        if not database_is_migrated():
            reasons.append(NO_TABLES)
        elif has_demo_user():
            reasons.append(f"The user {DEMO_USERNAME} has the demo's password, which everybody knows. Change it.")
    except Error as error:
        if (sentence := sentence_about(error)) is None:
            raise
        reasons.append(sentence)
    return reasons + _about_cache()


def read_keys_once() -> None:
    """Read the keys before the processes fork: a new one has some even while the database is away."""
    with suppress(KeysUnavailableError):
        get_ring().in_force()


def sentence_about(error: Error) -> str | None:
    """The text for the operator about an *error* of the database. None if it is a fault of ours."""
    found = outage(error)
    if found is not None and is_no_file():
        return NO_FILE
    return None if found is None else SENTENCES[found.code]


def is_no_file() -> bool:
    """Whether the database would be a file, and there is none."""
    return connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists()


def _about_cache() -> list[str]:
    try:
        return [] if cache_answers() else [CACHE_AWAY]
    except (RedisError, OSError):
        return [CACHE_AWAY]


def failed_checks() -> list[CheckMessage]:
    """Everything that Django's checks, and those of the packages, say about a deployment and about its tables."""
    said = [*run_checks(include_deployment_checks=True), *_of_tables()]
    return [one for one in said if not one.is_silenced()]


def _of_tables() -> list[CheckMessage]:
    try:
        return list(run_checks(tags=[Tags.database], databases=["default"]))
    except Error:
        # That it is away is said in words of its own.
        return []


def is_reason(message: CheckMessage) -> bool:
    """Whether *message* is a reason not to start."""
    is_ours = str(message.id).startswith(UNSAFE)
    return message.level >= ERROR or (message.level >= WARNING and is_ours)


def in_words(message: CheckMessage) -> str:
    """What *message* says, and its hint, with the names that commands have here."""
    return f"{message.msg}{f' {message.hint}' if message.hint else ''}".replace("manage.py keys", "signet keys")
