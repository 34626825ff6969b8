"""Where rows are written and read, in one project and another."""

from __future__ import annotations

from typing import Any, Final

from tests.others.page import blocks_of

PAGE: Final[dict[str, Any]] = {}
exec(blocks_of("databases")[0], PAGE)
PrimaryReplicaRouter: Final = PAGE["PrimaryReplicaRouter"]
"""That of the page."""


class Replica:
    """Reads go to a replica. The router has no rule about relations, nor any other."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """The copy, which is behind."""
        return "replica"

    def db_for_write(self, model: Any, **hints: object) -> str:
        """The original."""
        return "default"


class ReadsAlone:
    """The same, but Django decides where to write: to the database of a row, or to ``default``."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """The copy."""
        return "replica"


class UsersApart:
    """Users, and Django's tables around them, are in a database of their own."""

    def db_for_read(self, model: Any, **hints: object) -> str | None:
        """The one with the users, for these."""
        return "people" if model._meta.app_label in ("auth", "contenttypes") else None

    db_for_write = db_for_read


class AllWithUsers:
    """All tables about users are in their database."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """The one with the users."""
        return "people"

    db_for_write = db_for_read


class MailsApart(AllWithUsers):
    """Waiting mails are elsewhere, which is allowed."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """The other one for these alone."""
        return "default" if model.__name__ == "WaitingMail" else "people"

    db_for_write = db_for_read


class OneByTwoNames(AllWithUsers):
    """One database, by two aliases."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """Either."""
        return "same" if model._meta.app_label in ("auth", "contenttypes") else "people"

    db_for_write = db_for_read


class ByRequestAlone:
    """Raises outside of requests: developers should notice code that forgets to name its tenant."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """Nothing, as no story has a middleware."""
        raise LookupError("no tenant is served")

    db_for_write = db_for_read
