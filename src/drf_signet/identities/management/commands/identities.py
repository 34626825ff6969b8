"""``manage.py identities import``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from drf_signet.identities.former_accounts import ALLAUTH, SOURCES
from drf_signet.identities.importing import import_rows, verified_by_allauth
from drf_signet.identities.providers.provider import Provider
from drf_signet.identities.providers.providers_in_force import get_providers
from drf_signet.sessions.management.commands.sessions import batch_size


class Command(BaseCommand):
    """Makes identities of the rows of packages that people come from."""

    help = "Import accounts at other sites from the tables of another package."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb."""
        verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
        verb = verbs.add_parser("import", help="make identities of the rows of django-allauth or python-social-auth")
        verb.add_argument("--from", dest="source", required=True, choices=list(SOURCES), help="whose tables to read")
        verb.add_argument("--dry-run", action="store_true", help="only say what would be done")
        verb.add_argument("--batch", type=batch_size, default=500, help="rows in each transaction (default: 500)")

    def handle(self, *args: Any, source: str, dry_run: bool, batch: int, **options: Any) -> None:
        """Import, and print a table of what was done and what wasn't, and why."""
        now = timezone.now()
        providers = {name: one for name, one in get_providers().items() if isinstance(one, Provider)}
        try:
            told = import_rows(SOURCES[source](), providers, now, batch, is_dry=dry_run)
            verified = verified_by_allauth(now, is_dry=dry_run) if source == ALLAUTH else 0
        except LookupError as error:
            raise CommandError(f"The tables of {source} can't be read: {error}") from None
        for (provider, what), number in sorted(told.items()):
            self.stdout.write(f"{provider:<24} {number:>7}  {what}")
        if source == ALLAUTH:
            self.stdout.write(f"{'addresses':<24} {verified:>7}  verified")
        self.stdout.write("Nothing was written: this was a dry run." if dry_run else "Done.")
