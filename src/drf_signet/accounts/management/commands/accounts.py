"""``manage.py accounts verify`` and ``manage.py accounts mails``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.timesince import timesince

from drf_signet.accounts.addresses import address_of, is_verified, users_at, verify_address
from drf_signet.accounts.mail_attempt import Outcome
from drf_signet.accounts.mail_threads import send_due
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.waiting_mails import database
from drf_signet.errors import AddressTakenError


class Command(BaseCommand):
    """Verifies addresses without a link: those of users who were there before accounts were. Looks after mails."""

    help = "Mark e-mail addresses as verified, without a link; show and send the mails that wait."

    def add_arguments(self, parser: CommandParser) -> None:
        """Two verbs."""
        verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
        verb = verbs.add_parser("verify", help="mark the addresses of users as verified")
        chosen = verb.add_mutually_exclusive_group(required=True)
        chosen.add_argument("addresses", nargs="*", default=[], metavar="ADDRESS", help="the address of a user")
        chosen.add_argument("--all", action="store_true", help="every user, such as those from before accounts")
        verb.set_defaults(act=self.verify)
        verb = verbs.add_parser("mails", help="say how many mails wait to be sent")
        verb.add_argument("--send", action="store_true", help="send those that are due, and say what became of them")
        verb.set_defaults(act=self.show_mails)

    def handle(self, *args: Any, act: Callable[..., None], **options: Any) -> None:
        """Do what the verb says."""
        act(**options)

    def verify(self, *, addresses: list[str], all: bool, **options: Any) -> None:
        """Verify, and say how many."""
        count = self.verify_everybody() if all else sum(self.verify_one(one) for one in addresses)
        self.stdout.write(self.style.SUCCESS(f"Done: {count} {'address' if count == 1 else 'addresses'} verified."))

    def show_mails(self, *, send: bool, **options: Any) -> None:
        """Say what waits, having sent what can be. Raises `CommandError` where the mail server is away."""
        outcomes = send_due(database()) if send else Counter[Outcome]()
        if send:
            self.stdout.write(self.style.SUCCESS(f"Done: {_mails(outcomes[Outcome.SENT])} sent."))
        if outcomes[Outcome.GIVEN_UP]:
            self.stderr.write(f"Given up: {_mails(outcomes[Outcome.GIVEN_UP])}. The log says why.")
        for line in waiting_in_words(timezone.now()):
            self.stdout.write(line)
        if outcomes[Outcome.SERVER_AWAY]:
            raise CommandError("The mail server, or the database, is away. What waits is tried again later.")

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


def waiting_in_words(now: datetime) -> Iterator[str]:
    """How many mails wait, for how long, and why. No address, and no more than a line for each reason."""
    waiting = WaitingMail.objects.using(database())
    about = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    if not about["count"]:
        yield "No mail waits."
        return
    wait = "waits" if about["count"] == 1 else "wait"
    yield f"{_mails(about['count'])} {wait}; the oldest was asked for {timesince(about['oldest'], now)} ago."
    for reason, count in Counter(waiting.exclude(last_error="").values_list("last_error", flat=True)).most_common():
        yield f"  {_mails(count)} failed so far: {reason}"


def _mails(count: int) -> str:
    return f"{count} {'mail' if count == 1 else 'mails'}"
