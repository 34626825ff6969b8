"""``manage.py accounts verify`` and ``manage.py accounts purge``."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from drf_signet.accounts.activation import open_account
from drf_signet.accounts.addresses import address_of, is_verified, users_at, verify_address
from drf_signet.accounts.pending import alive_at, purge
from drf_signet.accounts.unproven import delete_unproven
from drf_signet.conf import get_settings
from drf_signet.errors import AddressTakenError, LinkError
from drf_signet.sessions.management.commands.sessions import batch_size


class Command(BaseCommand):
    """
    Verifies addresses without a link: those of users who were there before accounts were, or whom no mail reaches.

    Deletes sign-ups that have expired, and accounts that a sign-up made and nobody has proved to be theirs.
    """

    help = "Mark e-mail addresses as verified, without a link, or delete what no link opened."

    def add_arguments(self, parser: CommandParser) -> None:
        """Two verbs."""
        verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB", dest="verb")
        verify = verbs.add_parser("verify", help="mark the addresses of users as verified, and open sign-ups")
        chosen = verify.add_mutually_exclusive_group(required=True)
        chosen.add_argument("addresses", nargs="*", default=[], metavar="ADDRESS", help="the address of a user")
        chosen.add_argument("--all", action="store_true", help="every user, such as those from before accounts")
        purge = verbs.add_parser("purge", help="delete sign-ups that have expired; others need not wait")
        purge.add_argument("--batch", type=batch_size, default=1_000, help="rows in each transaction (default: 1000)")
        purge.add_argument(
            "--unproven",
            action="store_true",
            help="and accounts that a sign-up of an earlier version made, and nobody has confirmed or used",
        )

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do what the verb says, and say how many."""
        if verb == "verify":
            self.verify(options["addresses"], all=options["all"])
        else:
            self.purge(options["batch"], is_unproven_too=options["unproven"])

    def verify(self, addresses: list[str], *, all: bool) -> None:
        """Verify *addresses*, or all."""
        count = self.verify_everybody() if all else sum(self.verify_one(one) for one in addresses)
        self.stdout.write(self.style.SUCCESS(f"Done: {count} {'address' if count == 1 else 'addresses'} verified."))

    def purge(self, batch: int, *, is_unproven_too: bool) -> None:
        """Delete. Raises `CommandError` where accounts need no proof, as they may be in use."""
        if is_unproven_too and get_settings().EMAIL_VERIFICATION != "mandatory":
            raise CommandError('--unproven is for EMAIL_VERIFICATION "mandatory": these accounts may be in use.')
        now = timezone.now()
        total = 0
        for deleted in purge(now, batch):
            total += deleted
            self.stdout.write(f"{total} sign-ups deleted ...")
            self.stdout.flush()
        accounts = 0
        if is_unproven_too:
            for user in delete_unproven(now - get_settings().ACTIVATION_LIFETIME):
                accounts += 1
                self.stdout.write(f"Account {user.get_username()} deleted ...")
        self.stdout.write(self.style.SUCCESS(f"Done: {total} sign-ups and {accounts} accounts deleted."))

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
            return self.open_one(address)
        if any(is_verified(one) for one in users):
            return 0
        return int(verify_address(users[0], timezone.now()))

    def open_one(self, address: str) -> int:
        """Open the only sign-up with *address*. Raises `CommandError` where there is none, or a choice."""
        now = timezone.now()
        waiting = alive_at(address, now)
        if len(waiting) > 1:
            raise CommandError(f"Several sign-ups have the address {address}. Only its owner knows which is theirs.")
        if not waiting:
            raise CommandError(f"No user has the address {address}.")
        try:
            open_account(waiting[0].pk, now)
        except LinkError:
            raise CommandError(f"What has to be unique in the sign-up of {address} is somebody's.") from None
        return 1
