"""``migrate``, one at a time: several machines that start at once may all call it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from signet_server.deadline import without_limits
from signet_server.migration_lock import LockTakenError, migrating


class Command(migrate.Command):
    """Django's own, which waits for another one that is under way, and takes as long as it takes."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate."""
        connection = connections[options["database"]]
        # An open connection has the limits of requests.
        connection.close()
        with without_limits():
            try:
                with migrating(connection, self.stderr.write):
                    super().handle(*args, **options)
            except LockTakenError as error:
                raise CommandError(str(error)) from None
        connection.close()
