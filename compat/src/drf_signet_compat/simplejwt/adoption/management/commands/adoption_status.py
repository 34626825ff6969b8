"""``manage.py adoption_status``: what is left of Simple JWT's tokens, and whether its tables can be dropped."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import connections, router
from django.utils import timezone

from drf_signet_compat.simplejwt.adoption.remaining_tokens import Leftovers, are_tables_written, count_leftovers
from drf_signet_compat.simplejwt.token_blacklist.models import OutstandingToken
from drf_signet_compat.simplejwt.token_store import current

NOT_YET: Final = 1
KEEP_VIEWS: Final = (
    "Keep the views of adoption for one REFRESH_TOKEN_LIFETIME after the last process of the old code ends."
)


class Command(BaseCommand):
    """The exit status is 0 where the tables can be dropped, and 1 where they can't yet."""

    help = "Show what is left of Simple JWT's tokens, and whether you can drop its tables."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the counts and what follows from them."""
        if current() is None:
            self.stdout.write("The app token_blacklist isn't installed, so there is nothing to count or to drop.")
            self.stdout.write(KEEP_VIEWS)
            return
        if (
            OutstandingToken._meta.db_table
            not in connections[router.db_for_read(OutstandingToken)].introspection.table_names()
        ):
            self.stdout.write("The tables are gone. You can remove the app token_blacklist from INSTALLED_APPS.")
            return
        left = count_leftovers(timezone.now())
        self.stdout.write("Refresh tokens in Simple JWT's tables:\n")
        for number, what in (
            (left.expired, "expired"),
            (left.blacklisted, "on the blacklist, not expired"),
            (left.adopted, "replaced by sessions"),
            (left.waiting, "not expired, and not used since the change"),
        ):
            self.stdout.write(f"{number:>12,}  {what}")
        reasons = [*reasons_to_keep(left)]
        for reason in reasons:
            self.stdout.write(self.style.WARNING(reason))
        if reasons:
            sys.exit(NOT_YET)
        self.stdout.write(self.style.SUCCESS("You can drop the tables: nothing in them is needed any more."))
        self.stdout.write("Simple JWT before 5.5 didn't record rotated tokens there. If your old code used it,")
        self.stdout.write("wait for one REFRESH_TOKEN_LIFETIME after its last process ends.")


def reasons_to_keep(left: Leftovers) -> list[str]:
    """Why the tables, or the views of adoption, are still needed: a sentence each."""
    reasons = []
    if are_tables_written():
        reasons.append("Keep the tables: ADOPTION_PERCENTAGE is below 100, so Signet still records tokens there.")
    if left.blacklist_needed_until is not None:
        last = in_words(left.blacklist_needed_until)
        reasons.append(f"Keep the tables until {last}: without them, Signet would accept a blacklisted token again.")
    if left.adoption_needed_until is not None:
        last = in_words(left.adoption_needed_until)
        reasons.append(f"Keep the views of adoption until {last}: a client may still send a token of Simple JWT.")
    return reasons


def in_words(moment: datetime) -> str:
    """*moment* to the minute."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"
