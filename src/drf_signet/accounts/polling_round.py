"""`Round`: which tables of mails that wait a process looks at by itself, a few at a time."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Final

from django.db import ProgrammingError
from django.db.models import Q

from drf_signet.accounts.mail_tables import Place, everywhere
from drf_signet.accounts.waiting_mails import ALL

AT_ONCE: Final = 25
"""Places that one look takes: where there are hundreds, one after the other, so that no database is kept busy."""

WITHOUT: Final = 300.0
"""Seconds for which a place is left alone that has no such table, or can't be written to."""

logger: Final = logging.getLogger("drf_signet")


class Round:
    """First where this process has served somebody, then wherever else others may have left something."""

    def __init__(
        self, find: Callable[[], Iterable[Place]] = everywhere, clock: Callable[[], float] = monotonic
    ) -> None:
        self._find = find
        self._clock = clock
        self._served: dict[Place, None] = {}
        self._without: dict[Place, float] = {}
        self._left: deque[Place] = deque()

    def add(self, place: Place) -> None:
        """Somebody is served there."""
        self._served[place] = None
        self._without.pop(place, None)

    def next_places(self) -> list[Place]:
        """Those whose turn it is. One query in each database with tenants, when all have had theirs."""
        if not self._left:
            self._left.extend(dict.fromkeys([*self._served, *self._others()]))
        return [self._left.popleft() for _ in range(min(AT_ONCE, len(self._left)))]

    def which(self, place: Place) -> Q:
        """Which mails there are this process's to send."""
        return ALL if place in self._served else place.own()

    def leave(self, place: Place, error: Exception) -> bool:
        """
        Whether *place*, where looking raised *error*, can be left alone for a while.

        It has no such table, as a tenant has gone; or nobody was served there, so it may be somebody else's.
        """
        if place in self._served and not isinstance(error, ProgrammingError):
            return False
        self._served.pop(place, None)
        logger.info("Signet doesn't look for waiting e-mails at %s: %s", place, type(error).__name__)
        self._without[place] = self._clock() + WITHOUT
        return True

    def _others(self) -> list[Place]:
        try:
            return [one for one in self._find() if self._without.get(one, 0.0) <= self._clock()]
        except Exception as error:  # noqa: BLE001  # a router, or a database, of the project
            logger.warning("Signet can't list the other places of waiting e-mails: %s", type(error).__name__)
            return []
