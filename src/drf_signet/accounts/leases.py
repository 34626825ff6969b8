"""`Leases`: what this process is at, and that others leave it alone for so long."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from typing import Final

from django.utils import timezone

from drf_signet.accounts.mail_tables import Place, place_of
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.waiting_mails import release, renew
from drf_signet.thread_connections import close_own_connections

RENEWED_AFTER: Final = 5.0
"""Seconds."""

logger: Final = logging.getLogger("drf_signet")


class Leases(Thread):
    """A thread that renews the claims to mails which are being sent, until it is told to let them go."""

    def __init__(self) -> None:
        super().__init__(name="drf_signet_leases", daemon=True)
        self._held: dict[tuple[Place, int], WaitingMail] = {}
        self._ending = Event()

    def __len__(self) -> int:
        return len(self._held)

    @contextmanager
    def held(self, mail: WaitingMail) -> Iterator[None]:
        """Nobody else gets *mail* within this block."""
        key = (place_of(mail), mail.pk)
        self._held[key] = mail
        try:
            yield
        finally:
            del self._held[key]

    def run(self) -> None:
        """Renew them, and release them at the end."""
        while not self._ending.wait(RENEWED_AFTER):
            self._change_all(renew)
        self._change_all(release)

    def end(self, seconds: float) -> None:
        """Release what is still held, which takes *seconds* at most."""
        self._ending.set()
        self.join(seconds)

    def _change_all(self, change: Callable[[WaitingMail, datetime], None]) -> None:
        for mail in list(self._held.values()):
            try:
                change(mail, timezone.now())
            except Exception as error:  # noqa: BLE001  # whatever it is, the other claims are renewed
                logger.warning(
                    "The claim to an e-mail that is being sent could not be renewed: %s", type(error).__name__
                )
        close_own_connections()
