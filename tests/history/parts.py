"""What the clients in Python do, each over and over with a person of its own."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from threading import Barrier, Thread
from typing import Final, Protocol

from tests.history.browser import Browser, Person

RACERS: Final = 16
LOSES: Final = 0.3
"""The share of answers to refreshes that a client loses which loses some."""


class Stage(Protocol):
    """What a part is played on."""

    def browser(self, person: Person, part: str, *, loses: float = 0.0) -> Browser:
        """One that is signed in. Raises `OverError` where there is no time left for that."""

    def rest(self) -> None:
        """Until the next request is due. Raises `OverError` at the end."""

    def verify(self, browser: Browser) -> None:
        """Show its access token to a service that verifies alone."""

    def leave(self, browser: Browser) -> None:
        """Give its old tokens to those who try them, and close it."""


def honest(stage: Stage, person: Person, *, part: str = "honest", loses: float = 0.0) -> None:
    """Signs in, calls, refreshes also after a call that was refused, and signs out."""
    browser = stage.browser(person, part, loses=loses)
    for _ in range(random.randrange(3, 12)):
        stage.rest()
        browser.refresh()
        stage.rest()
        browser.call(spoils=random.random() < 0.2)
        stage.verify(browser)
    browser.tokens.logout()
    stage.leave(browser)


def loser(stage: Stage, person: Person) -> None:
    """The same over a way that loses answers: the client presents its old token again."""
    honest(stage, person, part="loser", loses=LOSES)


def racers(stage: Stage, person: Person) -> None:
    """Sixteen tabs that know nothing of each other refresh one token at once."""
    browser = stage.browser(person, "racers")
    for _ in range(random.randrange(2, 5)):
        stage.rest()
        tabs = [browser.tab() for _ in range(RACERS)]
        for tab in tabs:
            tab.adopt(browser.seen[-1])
        at_once([lambda tab=tab: browser.refresh(tab) for tab in tabs])  # type: ignore[misc]
        stage.rest()
        browser.call(tabs[0])
    browser.tokens.adopt(browser.seen[-1])
    browser.tokens.logout()
    stage.leave(browser)


def everywhere(stage: Stage, person: Person) -> None:
    """Signs in on three devices, and out on all of them from one."""
    devices = [stage.browser(person, f"device{number}") for number in range(3)]
    for _ in range(random.randrange(1, 5)):
        stage.rest()
        device = random.choice(devices)
        device.refresh()
        device.call()
    devices[0].tokens.logout_everywhere()
    for device in devices:
        stage.verify(device)
        stage.leave(device)


def careful(stage: Stage, person: Person) -> None:
    """Sets another password, which ends the session on another device and leaves its own."""
    here, there = stage.browser(person, "careful"), stage.browser(person, "other")
    there.refresh()
    stage.rest()
    here.set_password()
    stage.leave(there)
    for _ in range(random.randrange(1, 4)):
        stage.rest()
        here.refresh()
        here.call()
    here.tokens.logout()
    stage.leave(here)


def at_once(acts: list[Callable[[], None]]) -> None:
    """Do all of *acts* at the same time, each in a thread."""
    barrier = Barrier(len(acts))

    def act(one: Callable[[], None]) -> None:
        barrier.wait()
        one()

    threads = [Thread(target=act, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


PARTS: Final[Mapping[str, Callable[[Stage, Person], None]]] = {
    "honest": honest,
    "loser": loser,
    "racers": racers,
    "everywhere": everywhere,
    "careful": careful,
}
