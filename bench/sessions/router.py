"""Which of several databases is in use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar


class Router:
    """Sends everything to one database, which changes between blocks."""

    alias: ClassVar[str | None] = None

    def db_for_read(self, model: object, **hints: object) -> str | None:
        """The database in use."""
        return self.alias

    def db_for_write(self, model: object, **hints: object) -> str | None:
        """The database in use."""
        return self.alias


@contextmanager
def using(alias: str) -> Iterator[None]:
    """The database *alias* is in use."""
    before, Router.alias = Router.alias, alias
    try:
        yield
    finally:
        Router.alias = before
