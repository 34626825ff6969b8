"""``manage.py accounts verify``, ``purge`` and ``mails``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import router
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.timesince import timesince

from drf_signet.accounts.activation import open_account
from drf_signet.accounts.email_addresses import email_of, is_verified, users_at, verify_address
from drf_signet.accounts.mail_attempt import Outcome
from drf_signet.accounts.mail_tables import here
from drf_signet.accounts.mail_threads import send_due
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.pending_sign_ups import alive_at, purge
from drf_signet.accounts.unproven_accounts import delete_unproven
from drf_signet.accounts.waiting_mails import database
from drf_signet.conf import get_settings
from drf_signet.databases import in_database, said
from drf_signet.errors import AddressTakenError, LinkError, SignUpFailedError, UserRefusedError
from drf_signet.sessions.management.commands.sessions import add_database, batch_size
from drf_signet.user_table import users_database, written_users


class Command(BaseCommand):
    """
    Verifies addresses without a link: those of users who were there before accounts were, or whom no mail reaches.

    Deletes sign-ups that have expired, and accounts that a sign-up made and nobody has proved to be theirs. Looks after
    mails.
    """

    help = (
        "Verify e-mail addresses without a link, delete sign-ups that have expired, and show or send waiting e-mails."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Three verbs."""
        verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
        verb = verbs.add_parser("verify", help="mark the addresses of users as verified, and complete sign-ups")
        chosen = verb.add_mutually_exclusive_group(required=True)
        chosen.add_argument("addresses", nargs="*", default=[], metavar="ADDRESS", help="the address of a user")
        chosen.add_argument(
            "--all", action="store_true", help="every user, such as those from before you installed accounts"
        )
        add_database(verb)
        verb.set_defaults(act=self.verify)
        verb = verbs.add_parser("purge", help="delete sign-ups that have expired; other requests don't wait for it")
        verb.add_argument("--batch", type=batch_size, default=1_000, help="rows in each transaction (default: 1000)")
        verb.add_argument(
            "--unproven",
            action="store_true",
            help="also delete accounts that a sign-up of an earlier version made, and that nobody has confirmed or "
            "used",
        )
        add_database(verb)
        verb.set_defaults(act=self.purge)
        verb = verbs.add_parser("mails", help="show how many e-mails are waiting")
        verb.add_argument(
            "--send", action="store_true", help="send the waiting e-mails that are due, and show the result"
        )
        add_database(verb)
        verb.set_defaults(act=self.show_mails)

    def handle(self, *args: Any, act: Callable[..., None], database: str | None, **options: Any) -> None:
        """Do what the verb says."""
        with in_database(database):
            act(**options)

    def verify(self, *, addresses: list[str], all: bool, **options: Any) -> None:
        """Verify, and say how many."""
        count = self.verify_everybody() if all else sum(self.verify_one(one) for one in addresses)
        self.stdout.write(self.style.SUCCESS(f"Done: {count} {'address' if count == 1 else 'addresses'} verified."))

    def purge(self, *, batch: int, unproven: bool, **options: Any) -> None:
        """Delete. Raises `CommandError` where accounts need no proof, as they may be in use."""
        if unproven and get_settings().EMAIL_VERIFICATION != "mandatory":
            raise CommandError(
                '--unproven needs EMAIL_VERIFICATION "mandatory": otherwise these accounts may be in use.'
            )
        now = timezone.now()
        total = 0
        for deleted in purge(now, batch):
            total += deleted
            self.stdout.write(f"{total} sign-ups deleted ...")
            self.stdout.flush()
        accounts = 0
        if unproven:
            for user in delete_unproven(now - get_settings().ACTIVATION_LIFETIME):
                accounts += 1
                self.stdout.write(f"Account {user.get_username()} deleted ...")
        self.stdout.write(self.style.SUCCESS(f"Done: {total} sign-ups and {accounts} accounts deleted."))

    def show_mails(self, *, send: bool, **options: Any) -> None:
        """Say what waits, having sent what can be. Raises `CommandError` where the mail server is away."""
        outcomes = send_due(here()) if send else Counter[Outcome]()
        if send:
            self.stdout.write(self.style.SUCCESS(f"Done: {_mails(outcomes[Outcome.SENT])} sent."))
        if outcomes[Outcome.GIVEN_UP]:
            self.stderr.write(f"Given up: {_mails(outcomes[Outcome.GIVEN_UP])}. The log says why.")
        for line in waiting_in_words(timezone.now()):
            self.stdout.write(line)
        if outcomes[Outcome.SERVER_AWAY]:
            raise CommandError(
                "The mail server or the database is away. Signet will try the waiting e-mails again later."
            )

    def verify_everybody(self) -> int:
        """Verify the address of each user that has one; of two with the same, the older gets it."""
        count = 0
        for user in written_users().order_by("pk").iterator():
            if not email_of(user):
                continue
            try:
                count += verify_address(user, timezone.now())
            except AddressTakenError:
                self.stderr.write(f"Two users have the address {email_of(user)}: {user.pk} stays unverified.")
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
        if users_database() != said(router.db_for_write, get_user_model()):
            raise CommandError(f"No user has the address {address}. In this database, a sign-up needs its link.")
        waiting = alive_at(address, now)
        if len(waiting) > 1:
            raise CommandError(
                f"Several sign-ups have the address {address}. Only its owner knows which one is theirs."
            )
        if not waiting:
            raise CommandError(f"No user has the address {address}.")
        try:
            open_account(waiting[0].pk, now)
        except LinkError:
            raise CommandError(f"Another user already has a unique value of the sign-up of {address}.") from None
        except (UserRefusedError, SignUpFailedError) as error:
            raise CommandError(f"The project's own code refuses the account of {address}: {error}") from None
        return 1


def waiting_in_words(now: datetime) -> Iterator[str]:
    """How many mails wait, for how long, and why. No address, and no more than a line for each reason."""
    waiting = WaitingMail.objects.using(database())
    about = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    if not about["count"]:
        yield "No e-mail is waiting."
        return
    wait = "waits" if about["count"] == 1 else "wait"
    yield f"{_mails(about['count'])} {wait}; the oldest has waited for {timesince(about['oldest'], now)}."
    for reason, count in Counter(waiting.exclude(last_error="").values_list("last_error", flat=True)).most_common():
        yield f"  {_mails(count)} failed so far: {reason}"


def _mails(count: int) -> str:
    return f"{count} {'e-mail' if count == 1 else 'e-mails'}"
