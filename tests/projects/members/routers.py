"""Where rows are written and read."""

from __future__ import annotations

from typing import Any


class Router:
    """Everything is written to one database. Of sign-ups, a replica of it has nothing yet."""

    def db_for_write(self, model: Any, **hints: object) -> str:
        """The one."""
        return "primary"

    def db_for_read(self, model: Any, **hints: object) -> str:
        """The other one, for what has just been written."""
        return "replica" if model.__name__ in ("PendingSignUp", "Reservation") else "primary"

    def allow_relation(self, one: object, other: object, **hints: object) -> bool:
        """They are copies."""
        return True
