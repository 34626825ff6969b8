"""Somebody who tries the tokens of ended sessions again and again, until well after the poll interval."""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from threading import Event, Lock, Thread
from typing import Final

import requests
from drf_signet_client import Tokens

from tests.history.browser import Person
from tests.history.http_recording import RecordedAdapter
from tests.history.recording import Recorder, now
from tests.history.verifying import Verifying

LATER: Final = (0.0, 0.1, 0.5, 1.5, 4.5, 7.0, 10.0)
"""Seconds after the end at which they are tried."""


class Ghosts:
    """A thread that does so for a process, with the API at *url*."""

    def __init__(self, url: str, recorder: Recorder, who: str, verifying: Verifying | None) -> None:
        self._url = url
        self._recorder = recorder
        self._who = who
        self._verifying = verifying
        self._numbers = count()
        self._plan: list[tuple[float, int, Person, Sequence[Tokens]]] = []
        self._lock = Lock()

    def haunt(self, person: Person, seen: Sequence[Tokens]) -> None:
        """Try the tokens that *person* has *seen* in a session that is over, as far as anybody knows."""
        began = now()
        with self._lock:
            for later in LATER if seen else ():
                heapq.heappush(self._plan, (began + later, next(self._numbers), person, seen))

    def run(self, over: Event) -> None:
        """Until *over*; what is due later is left out."""
        while not over.wait(0.02):
            while (due := self._next()) is not None and not over.is_set():
                self._try(*due)

    def start(self, over: Event) -> Thread:
        """The same in a thread."""
        thread = Thread(target=self.run, args=(over,))
        thread.start()
        return thread

    def _next(self) -> tuple[Person, Sequence[Tokens]] | None:
        with self._lock:
            if self._plan and self._plan[0][0] <= now():
                return heapq.heappop(self._plan)[2:]
        return None

    def _try(self, person: Person, seen: Sequence[Tokens]) -> None:
        with requests.Session() as http, suppress(OSError):
            http.trust_env = False
            http.mount("http://", RecordedAdapter(self._recorder, f"{self._who}.ghost", person.name))
            access = seen[-1].access
            http.get(f"{self._url}users/me/", headers={"Authorization": f"Bearer {access}"})
            if self._verifying is not None:
                self._verifying.verify(access, f"{self._who}.ghost", person.name)
            chosen = random.choice(seen)  # no secret
            http.post(f"{self._url}token/refresh/", json={"refresh": chosen.refresh})
