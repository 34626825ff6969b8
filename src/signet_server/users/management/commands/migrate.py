"""``migrate``, one at a time: several machines that start at once may all call it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from drf_signet.lock_waits import RefusedStatement, short_waits_in_mysql, until_unlocked
from signet_server.deadline import without_limits
from signet_server.migration_lock import LockTakenError, migrating


class Command(migrate.Command):
    """Django's own. It waits for another one that is under way, takes as long as it takes, and holds no request up."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate."""
        connection = connections[options["database"]]
        # An open connection has the limits of requests.
        connection.close()
        with without_limits():
            try:
                with migrating(connection, self.stderr.write):
                    self._migrate(connection, *args, **options)
            except LockTakenError as error:
                raise CommandError(str(error)) from None
        connection.close()

    def _migrate(self, connection: BaseDatabaseWrapper, *args: Any, **options: Any) -> None:
        if connection.vendor == "mysql":
            with short_waits_in_mysql(connection, self._say):
                super().handle(*args, **options)
            return
        refused = RefusedStatement()
        with refused.watched(connection):
            until_unlocked(lambda: self._attempt(connection, *args, **options), connection, refused, self._say)

    def _attempt(self, connection: BaseDatabaseWrapper, *args: Any, **options: Any) -> None:
        """Begin with the first migration that isn't done."""
        try:
            super().handle(*args, **options)
        except OperationalError:
            # Django leaves the transaction open where the last statements of a migration fail.
            connection.close()
            connection.connect()
            raise

    def _say(self, sentence: str) -> None:
        # Django has begun a line about the migration.
        self.stderr.write(f"\n{sentence}")
