"""
The threads of this process that send what waits: at once what this process asked for, and in a server also what others
left.

They are made when there is something to do, so a fork inherits none, and they hold up no process for longer than
ENDING.
"""

from __future__ import annotations

import atexit
import logging
import os
import random
from collections import Counter
from collections.abc import Callable
from contextvars import Context
from datetime import timedelta
from threading import Condition, Event, Thread
from time import monotonic
from typing import Final

from django.db.models import Q
from django.utils import timezone

from drf_signet.accounts.context_variables import Contexts
from drf_signet.accounts.leases import Leases
from drf_signet.accounts.mail_attempt import Outcome, attempt
from drf_signet.accounts.mail_tables import Place, place_of
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.polling_round import Round
from drf_signet.accounts.waiting_mails import ALL, claim, is_due
from drf_signet.thread_connections import close_own_connections

THREADS: Final = 2
LOOKS: Final = (8.0, 12.0)
"""Seconds after which each thread looks for what others left: a random number in between, so that they part."""

RESTS: Final = (1.0, 5.0)
"""Seconds without an attempt while the mail server is away: at first, and after some doublings."""

CLAIMING: Final = 1.0
"""Seconds for which a process that ends goes on to begin with mails."""

ENDING: Final = 2.0
"""Seconds for which a process that ends waits for those it has begun with. The rest stays in the table."""

HEAD_START: Final = timedelta(minutes=1)
"""For how long what is due is left to workers, where there are any."""

TRIED_LATER: Final = frozenset({Outcome.PUT_OFF, Outcome.SERVER_AWAY})

RELEASING: Final = 0.5
"""Seconds, after that, for letting others have them."""

logger: Final = logging.getLogger("drf_signet")


class MailThreads:
    """They send what waits anywhere, in whichever database and schema."""

    def __init__(self) -> None:
        self._contexts = Contexts()
        self._round = Round()
        self._leases = Leases()
        self._threads = [Thread(target=self._run, name="drf_signet_outbox", daemon=True) for _ in range(THREADS)]
        self._changed = Condition()
        self._looks_out = self._looks_now = False
        self._calls: dict[Place, int] = {}
        self._ending = Event()
        self._last_claim = float("inf")
        self._pause = RESTS[0]

    def wake(self, place: Place, key: int | None = None, context: Context | None = None) -> None:
        """Have what is due at *place* sent, at once: the mail with *key* in *context*."""
        if key is not None and context is not None:
            self._contexts.keep(place, key, context)
        self._round.add(place)
        self._call(place)

    def look_out(self) -> None:
        """Have what others leave sent, too, wherever that is, from now on."""
        if not self._looks_out:
            self._looks_out = True
            with self._changed:
                self._begin()
                self._looks_now = True
                self._changed.notify()

    def end(self) -> None:
        """Finish what was begun, as long as CLAIMING, ENDING and RELEASING allow, and leave the rest."""
        with self._changed:
            self._last_claim = monotonic() + CLAIMING
            self._ending.set()
            self._changed.notify_all()
        until = monotonic() + ENDING
        for one in filter(Thread.is_alive, self._threads):
            one.join(max(0, until - monotonic()))
        if self._leases:
            logger.warning("E-mails that are being sent (%d) are left to the next process", len(self._leases))
        if self._leases.is_alive():
            self._leases.end(RELEASING)

    def _begin(self) -> None:
        for one in (self._leases, *self._threads):
            if one.ident is None:
                one.start()

    def _call(self, place: Place) -> None:
        with self._changed:
            self._begin()
            self._calls[place] = min(self._calls.get(place, 0) + 1, THREADS)
            self._changed.notify()

    def _run(self) -> None:
        while (place := self._called()) is not None or not self._ending.is_set():
            try:
                for one in self._round.next_places() if place is None else [place]:
                    self._send_from(one)
            finally:
                close_own_connections()

    def _called(self) -> Place | None:
        """Where to look, after waiting for it; None for the next places of the round."""
        with self._changed:
            seconds = random.uniform(*LOOKS) if self._looks_out else None  # noqa: S311  # no secret
            self._changed.wait_for(lambda: self._calls or self._looks_now or self._ending.is_set(), seconds)
            if not self._calls:
                self._looks_now = False
                return None
            place, number = next(iter(self._calls.items()))
            del self._calls[place]
            if number > 1:
                # Behind the others.
                self._calls[place] = number - 1
            return place

    def _send_from(self, place: Place) -> None:
        try:
            self._send(place)
        except Exception as error:  # noqa: BLE001  # whatever it is, there are mails to come
            if not self._round.leave(place, error):
                logger.warning("Signet could not look for waiting e-mails: %s", type(error).__name__)
                self._rest()
                self._call(place)

    def _claim(self, place: Place) -> WaitingMail | None:
        return claim(place, timezone.now(), self._round.which(place))

    def _send(self, place: Place) -> None:
        while monotonic() < self._last_claim and (mail := self._claim(place)) is not None:
            # There may be more than one thread can do.
            self._call(place)
            with self._leases.held(mail):
                outcome = self._contexts.of(mail).run(attempt, mail, timezone.now())
            self._after(mail, outcome)

    def _after(self, mail: WaitingMail, outcome: Outcome) -> None:
        if outcome in {Outcome.SENT, Outcome.GIVEN_UP}:
            self._contexts.forget(mail)
        if outcome is Outcome.SERVER_AWAY:
            self._rest()
        else:
            self._pause = RESTS[0]

    def _rest(self) -> None:
        if self._ending.wait(self._pause):
            self._last_claim = 0.0
        self._pause = min(2 * self._pause, RESTS[1])


class OverdueMailThreads(MailThreads):
    """For a process that leaves mails to workers: they send what no worker has sent for as long as HEAD_START."""

    def __init__(self, put_off: Callable[[Place, int], object]) -> None:
        super().__init__()
        self._put_off = put_off

    def _claim(self, place: Place) -> WaitingMail | None:
        now = timezone.now()
        return claim(place, now, self._round.which(place) & is_due(now - HEAD_START))

    def _after(self, mail: WaitingMail, outcome: Outcome) -> None:
        if outcome in TRIED_LATER:
            self._put_off(place_of(mail), mail.pk)
        super()._after(mail, outcome)


def threads_of_process(make: Callable[[], MailThreads] = MailThreads) -> MailThreads:
    """Those of this process. The first call makes them."""
    key = os.getpid()
    return _ALL.get(key) or _ALL.setdefault(key, make())


def send_due(place: Place, which: Q = ALL) -> Counter[Outcome]:
    """Send what is due at *place*, of *which*, in this thread, until the mail server turns out to be away."""
    leases = Leases()
    leases.start()
    outcomes: Counter[Outcome] = Counter()
    try:
        while not outcomes[Outcome.SERVER_AWAY] and (mail := claim(place, timezone.now(), which)) is not None:
            with leases.held(mail):
                outcomes[attempt(mail, timezone.now())] += 1
    finally:
        leases.end(RELEASING)
    return outcomes


def end_mail_threads() -> None:
    """End the threads of this process; those that come later are others."""
    while _ALL:
        _, threads = _ALL.popitem()
        threads.end()


_ALL: Final[dict[int, MailThreads]] = {}
atexit.register(end_mail_threads)
# A forked process has none of the threads of its parent.
os.register_at_fork(after_in_child=_ALL.clear)
