"""
Reading moments: six of the columns of a session and its user are.

psycopg takes them apart in Python, and Django shifts the result. The service is in UTC, so the standard library reads
them as they come.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any

from psycopg.abc import Buffer
from psycopg.types.datetime import TimestamptzLoader


class UtcLoader(TimestamptzLoader):
    """A ``timestamptz`` of a connection that is in UTC."""

    timezone: tzinfo = UTC
    """Django asks each loader for it, and puts its own in the place of one that is in another."""

    def load(self, data: Buffer) -> datetime:
        """The moment. Raises `psycopg.DataError` for what no datetime can be, as ``infinity``."""
        try:
            return datetime.fromisoformat(str(data, "ascii")).astimezone(UTC)
        except (ValueError, OverflowError):
            # Another DateStyle, or out of range: psycopg knows, or says what is wrong.
            return super().load(data)


def read_in_utc(connection: Any) -> None:
    """Let *connection*, one of psycopg, read moments so."""
    connection.adapters.register_loader("timestamptz", UtcLoader)
