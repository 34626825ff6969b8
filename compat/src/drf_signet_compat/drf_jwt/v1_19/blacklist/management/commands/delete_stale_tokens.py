"""``manage.py delete_stale_tokens``: for a daily job."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken


class Command(BaseCommand):
    """Takes those tokens off the blacklist that have ended."""

    help = "Delete expired tokens from the blacklist."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete the rows."""
        BlacklistedToken.objects.delete_stale_tokens()
