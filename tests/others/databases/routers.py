"""Where rows are written and read, in one project and another."""

from __future__ import annotations

from typing import Any, Final

from tests.others.page import blocks_of

PAGE: Final[dict[str, Any]] = {}
exec(blocks_of("databases")[0], PAGE)
PrimaryReplicaRouter: Final = PAGE["PrimaryReplicaRouter"]
"""That of the page."""


class Replica:
    """Reads are for a replica. Says nothing about relations, as it says nothing else."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """The copy, which is behind."""
        return "replica"

    def db_for_write(self, model: Any, **hints: object) -> str:
        """The original."""
        return "default"


class ReadsAlone:
    """The same, and where to write is left to Django: to where a row came from, or to ``default``."""

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
    """What is about users is with them."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """The one with the users."""
        return "people"

    db_for_write = db_for_read


class MailsApart(AllWithUsers):
    """Mails that wait are elsewhere, which they may be."""

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
    """Raises where nobody is served: whoever forgets to say which tenant it is should notice."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """Nothing, as no story has a middleware."""
        raise LookupError("no tenant is served")

    db_for_write = db_for_read
