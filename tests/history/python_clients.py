"""
The clients in Python: ``python -m tests.history.python_clients ORDER``, with the `Order` as JSON, until stdin ends.

Each part is played by a thread, with a person of its own.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from tests.history.browser import Browser, Person
from tests.history.ghosts import Ghosts
from tests.history.parts import PARTS, Stage
from tests.history.recording import Recorder
from tests.history.verifying import Verifying


class Order(NamedTuple):
    """What a process of clients is to do: *rate* is in steps a second, of all its parts together."""

    url: str
    log: str
    name: str
    first_person: int
    rate: float
    verifies: bool


class OverError(Exception):
    """The load is over."""


class Process:
    """What the parts of one process share."""

    def __init__(self, order: Order) -> None:
        self.over = Event()
        self._order = order
        self._api = f"{order.url}api/v1/"
        self._recorder = Recorder(Path(order.log))
        self._verifying = Verifying(order.url, self._recorder, order.name) if order.verifies else None
        self._ghosts = Ghosts(self._api, self._recorder, order.name, self._verifying)

    def run(self) -> None:
        """Play all parts until the end of stdin."""
        threads = [
            Thread(target=self._play, args=(act, Person(number)))
            for number, act in enumerate(PARTS.values(), self._order.first_person)
        ]
        for thread in threads:
            thread.start()
        threads.append(self._ghosts.start(self.over))
        sys.stdin.read()
        self.over.set()
        for thread in threads:
            thread.join()
        self._recorder.close()

    def browser(self, person: Person, part: str, *, loses: float = 0.0) -> Browser:
        """As `Stage` says."""
        browser = Browser(self._api, self._recorder, f"{self._order.name}.{part}", person, loses=loses)
        while not browser.sign_in():
            self.rest()
        return browser

    def rest(self) -> None:
        """As `Stage` says."""
        if self.over.wait(random.uniform(0.5, 1.5) * len(PARTS) / self._order.rate):
            raise OverError

    def verify(self, browser: Browser) -> None:
        """As `Stage` says."""
        if self._verifying is not None and browser.seen:
            self._verifying.verify(browser.seen[-1].access, browser.adapter.who, browser.person.name)

    def leave(self, browser: Browser) -> None:
        """As `Stage` says."""
        self._ghosts.haunt(browser.person, list(browser.seen))
        browser.close()

    def _play(self, act: Callable[[Stage, Person], None], person: Person) -> None:
        while not self.over.is_set():
            try:
                act(self, person)
            except OverError:
                return


if __name__ == "__main__":
    Process(Order(**json.loads(sys.argv[1]))).run()
