"""``manage.py flushexpiredtokens``: forget the tokens whose time is over."""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from drf_signet_compat.simplejwt.token_blacklist.flush import flush_expired_tokens
from drf_signet_compat.simplejwt.token_blacklist.models import OutstandingToken as OutstandingToken
from drf_signet_compat.simplejwt.utils import aware_utcnow


class Command(BaseCommand):
    """Run it once a day."""

    help = "Delete expired tokens from the tables of the blacklist."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete their rows, and say how many."""
        deleted = flush_expired_tokens(aware_utcnow())
        if options["verbosity"] > 1:
            self.stdout.write(f"{deleted} deleted.")
