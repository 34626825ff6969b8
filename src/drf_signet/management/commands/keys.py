"""``manage.py keys list | generate | rotate | retire KID | compromise KID | encrypt``."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from drf_signet.conf import get_settings
from drf_signet.errors import KeyChangeRefusedError, SignetError
from drf_signet.key_stores import KEY_TABLE
from drf_signet.management.kid_parser import KidParser
from drf_signet.ring_costs import cost_of_retiring, cost_of_signing, in_words
from drf_signet.ring_operation import change_keys, changed_set, present_keys, usual_algorithm, waits
from drf_signet.ring_table import described, table
from signet_tokens.keys import ALGORITHMS, SigningKey
from signet_tokens.living_ring import Change
from signet_tokens.ring_changes import (
    Keys,
    compromise,
    end_of_tokens,
    generate,
    known_to_all_at,
    moment,
    named,
    retire,
    rotate,
)
from signet_tokens.ring_changes import pending as pending_key
from signet_tokens.ring_key import KeyState, active, state

KID: Final = "the kid of the key, or how it begins"
PRINT: Final = "print the new JWK Set, private parts and all, in place of changing the keys; for keys in the settings"
PRINTED: Final = "This holds private keys: keep it as you keep a password. Nothing was changed."


class Command(BaseCommand):
    """Shows and changes the keys of SIGNING_KEYS."""

    help = "Show and change the keys that sign tokens."

    # One of the errors is that no key signs, and this is the command that mends it.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """A verb for each thing that an operator does to a ring."""
        verbs = parser.add_subparsers(title="verbs", dest="verb", required=True, metavar="VERB", parser_class=KidParser)
        listing = verbs.add_parser("list", help="list the keys, what each is for, and what may be done next and when")
        listing.add_argument("--json", action="store_true", dest="as_json", help="for machines; times in seconds")
        new = verbs.add_parser("generate", help="make a key; other services can fetch it from now on")
        turn = verbs.add_parser("rotate", help="let the pending key sign, and the one before it verify")
        end = verbs.add_parser("retire", help="end a key whose last token has expired")
        leak = verbs.add_parser("compromise", help="refuse all tokens of a key from now on: somebody else may have it")
        verbs.add_parser("encrypt", help="encrypt the keys of a table with the first of KEY_ENCRYPTION_KEYS")
        for verb in (new, leak):
            verb.add_argument(
                "--algorithm",
                choices=ALGORITHMS,
                metavar="ALG",
                help="the algorithm of the new key (default: that of the key that signs now)",
            )
        for verb in (end, leak):
            verb.add_argument("kid", help=KID)
        leak.add_argument("--reason", default="", help="why, for those who read the list")
        for verb in (turn, end):
            verb.add_argument(
                "--emergency", action="store_true", help="do it, although clients will fail; says for how long"
            )
        for verb in (new, turn, end, leak):
            verb.add_argument("--print", action="store_true", dest="is_printed", help=PRINT)

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do it. Exit status 1 where it is refused, or where the keys can't be read."""
        try:
            getattr(self, f"do_{verb}")(**options)
        except (SignetError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error

    def do_list(self, *, as_json: bool, **options: Any) -> None:
        """The table, or JSON."""
        keys, now = present_keys(), time.time()
        if as_json:
            self.stdout.write(json.dumps({"keys": described(keys, now, waits())}, indent=2))
            return
        for line in table(keys, now, waits()):
            self.stdout.write(line)

    def do_generate(self, *, algorithm: str | None, is_printed: bool, **options: Any) -> None:
        """A new key, pending, or active where no key signs."""
        now = time.time()
        new = SigningKey.generate(algorithm or usual_algorithm(now))
        keys = self._change(lambda keys: generate(keys, new, now, waits()), is_printed=is_printed)
        waiting = pending_key(keys, now)
        if waiting is None:
            self._say(f"The key {new.kid} ({new.algorithm}) signs from now on.")
            return
        self._say(
            f"The key {new.kid} ({new.algorithm}) is pending, so that other services can fetch it before it signs.",
            f"Run keys rotate at {moment(known_to_all_at(waiting, waits()))} or later.",
        )

    def do_rotate(self, *, emergency: bool, is_printed: bool, **options: Any) -> None:
        """The pending key signs."""
        now, before = time.time(), _Before()
        change = partial(rotate, now=now, waits=waits(), emergency=emergency)

        def cost() -> str | None:
            waiting = pending_key(before.keys, now)
            return cost_of_signing(waiting, now, waits()) if waiting else None

        keys = self._change(before.noting(change), is_printed=is_printed, cost=cost)
        signing, old = active(keys, now), active(before.keys, now)
        if signing is not None:
            self._say(f"The key {signing.key.kid} signs from now on.")
        if old is not None:
            end = end_of_tokens(named(keys, old.key.kid), keys, now, waits())
            self._say(f"The key {old.key.kid} verifies its tokens until {moment(end)}.")
        self._say(cost())

    def do_retire(self, *, kid: str, emergency: bool, is_printed: bool, **options: Any) -> None:
        """One key is over."""
        now, before = time.time(), _Before()
        change = partial(retire, kid=kid, now=now, waits=waits(), emergency=emergency)

        def cost() -> str | None:
            return cost_of_retiring(kid, before.keys, now, waits())

        self._change(before.noting(change), is_printed=is_printed, cost=cost)
        one = named(before.keys, kid)
        if state(one, before.keys, now) in (KeyState.RETIRED, KeyState.COMPROMISED):
            self._say(f"The key {one.key.kid} was over already. It is no longer listed.")
        else:
            self._say(f"The key {one.key.kid} is retired.", cost())

    def do_compromise(self, *, kid: str, reason: str, algorithm: str | None, is_printed: bool, **options: Any) -> None:
        """One key ends at once, and another takes its place."""
        now, before = time.time(), _Before()
        successor = SigningKey.generate(algorithm or usual_algorithm(now))
        change = partial(compromise, kid=kid, now=now, reason=reason, successor=successor)
        keys = self._change(before.noting(change), is_printed=is_printed)
        one = named(before.keys, kid)
        period = in_words(waits().publication)
        self._say(
            f"This service refuses all tokens that the key {one.key.kid} signed. Users who have one sign in again.",
            f"Other services accept such tokens until they fetch the keys again: for up to {period}.",
        )
        signing = active(keys, now)
        if signing is not None and state(one, before.keys, now) is KeyState.ACTIVE:
            self._say(f"The key {signing.key.kid} signs from now on.", cost_of_signing(signing, now, waits()))

    def do_encrypt(self, **options: Any) -> None:
        """The same keys, encrypted with the first of KEY_ENCRYPTION_KEYS."""
        if get_settings().SIGNING_KEYS != KEY_TABLE:
            raise KeyChangeRefusedError("SIGNING_KEYS is no table of keys, so there is nothing to encrypt.")
        change_keys(lambda keys: keys)
        self._say("The keys are encrypted with the first of KEY_ENCRYPTION_KEYS.")

    def _change(self, change: Change, *, is_printed: bool, cost: Callable[[], str | None] = lambda: None) -> Keys:
        made: list[Keys] = []

        def keeping(keys: Keys) -> Keys:
            made.append(change(keys))
            return made[-1]

        try:
            if not is_printed:
                return change_keys(keeping)
            self.stdout.write(changed_set(keeping), ending="")
        except KeyChangeRefusedError as error:
            # Only where the change itself was refused is there something that an emergency overrides.
            price = None if made else cost()
            raise CommandError(f"{error} With --emergency it is done now. {price}" if price else str(error)) from error
        self._say(PRINTED)
        return made[-1]

    def _say(self, *lines: str | None) -> None:
        # Not to the output, which --print may send to a file.
        for line in lines:
            if line is not None:
                self.stderr.write(line, self.style.NOTICE)


class _Before:
    """The keys before a change. A store may make it on newer ones than were listed."""

    def __init__(self) -> None:
        self.keys: Keys = ()

    def noting(self, change: Change) -> Change:
        """*change*, of which this notes what it changed."""

        def noted(keys: Keys) -> Keys:
            self.keys = keys
            return change(keys)

        return noted
