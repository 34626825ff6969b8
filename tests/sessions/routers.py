"""Where the models of a test live."""

from __future__ import annotations

from typing import Final

POSTGRESQL: Final = "postgresql"


class ToPostgresql:
    """Every model in the database of that name."""

    def db_for_read(self, model: object, **hints: object) -> str:
        """Read there."""
        return POSTGRESQL

    def db_for_write(self, model: object, **hints: object) -> str:
        """Write there."""
        return POSTGRESQL


class ReadsElsewhere(ToPostgresql):
    """Every model is written there, and read from a replica that isn't."""

    def db_for_read(self, model: object, **hints: object) -> str:
        """A database that nobody knows."""
        return "replica"
