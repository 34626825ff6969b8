"""``manage.py sessions purge``."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import timezone

from drf_signet.databases import in_database
from drf_signet.sessions.purging import purge


def batch_size(text: str) -> int:
    """A whole number of rows, one or more. Raises `argparse.ArgumentTypeError`."""
    if text.isascii() and text.isdigit() and int(text[:9]) > 0:
        return int(text[:9])
    raise ArgumentTypeError(f"a batch should be a whole number of rows, 1 or more, not {text!r}")


def add_database(parser: CommandParser) -> None:
    """Let *parser* take the database to work in, which a router without a request may not name."""
    parser.add_argument(
        "--database",
        choices=tuple(connections),
        metavar="ALIAS",
        help="the database (default: the one that the routers choose)",
    )


class Command(BaseCommand):
    """Deletes the rows of sessions that are over."""

    help = "Delete the rows of sessions that are over."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb so far."""
        verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
        verb = verbs.add_parser(
            "purge", help="delete sessions that are over, a batch at a time; other requests don't wait for it"
        )
        verb.add_argument("--batch", type=batch_size, default=1_000, help="rows in each transaction (default: 1000)")
        add_database(verb)

    def handle(self, *args: Any, batch: int, database: str | None, **options: Any) -> None:
        """Purge, and tell how far it is."""
        total = 0
        with in_database(database):
            for deleted in purge(timezone.now(), batch):
                total += deleted
                self.stdout.write(f"{total} sessions deleted ...")
                self.stdout.flush()
        self.stdout.write(self.style.SUCCESS(f"Done: {total} sessions deleted."))
