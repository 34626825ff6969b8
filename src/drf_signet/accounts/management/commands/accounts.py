"""``manage.py accounts verify``."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from drf_signet.accounts.addresses import address_of, is_verified, users_at, verify_address
from drf_signet.errors import AddressTakenError


class Command(BaseCommand):
    """Verifies addresses without a link: those of users who were there before accounts were."""

    help = "Mark e-mail addresses as verified, without a link."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb so far."""
        verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
        verb = verbs.add_parser("verify", help="mark the addresses of users as verified")
        chosen = verb.add_mutually_exclusive_group(required=True)
        chosen.add_argument("addresses", nargs="*", default=[], metavar="ADDRESS", help="the address of a user")
        chosen.add_argument("--all", action="store_true", help="every user, such as those from before accounts")

    def handle(self, *args: Any, addresses: list[str], all: bool, **options: Any) -> None:
        """Verify, and say how many."""
        count = self.verify_everybody() if all else sum(self.verify_one(one) for one in addresses)
        self.stdout.write(self.style.SUCCESS(f"Done: {count} {'address' if count == 1 else 'addresses'} verified."))

    def verify_everybody(self) -> int:
        """Verify the address of each user that has one; of two with the same, the older gets it."""
        count = 0
        for user in get_user_model()._default_manager.order_by("pk").iterator():
            if not address_of(user):
                continue
            try:
                count += verify_address(user, timezone.now())
            except AddressTakenError:
                self.stderr.write(f"{address_of(user)} is the address of two users: {user.pk} stays unverified.")
        return count

    def verify_one(self, address: str) -> int:
        """Verify *address*, for the oldest of its users. Raises `CommandError` where it is nobody's."""
        users = users_at(address)
        if not users:
            raise CommandError(f"No user has the address {address}.")
        if any(is_verified(one) for one in users):
            return 0
        return int(verify_address(users[0], timezone.now()))
