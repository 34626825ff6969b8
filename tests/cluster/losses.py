"""What a failover loses of that which was answered: nothing with a synchronous replica, and without one a moment."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Thread
from typing import Final
from urllib.request import Request, urlopen

import psycopg

from examples.cluster.databases import Database
from tests.cluster.database_faults import wait_for_another
from tests.cluster.stage import PATIENCE, Stage, ask, wait_until
from tests.history.people import PEOPLE, name_of_person, password
from tests.history.recording import claims_in

CLIENTS: Final = 6
LATER: Final = 3
"""How many times somebody signs in before the first of these sessions is ended."""

FIRST: Final = 16
"""The first person who signs in: those before are at work."""


@dataclass
class Answered:
    """The sessions that somebody was answered to have opened, and to have ended."""

    opened: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Lost:
    """How many of them the database doesn't know of after a failover."""

    sign_ins: int
    of_sign_ins: int
    sign_outs: int
    of_sign_outs: int

    def __str__(self) -> str:
        return (
            f"{self.sign_ins} of {self.of_sign_ins} sign-ins and {self.sign_outs} of {self.of_sign_outs} sign-outs lost"
        )


def lost_at_failover(stage: Stage, behind: float, before: float = 6.0) -> Lost:
    """
    Kill the primary while people sign in and out, *before* seconds after they have begun.

    For *behind* seconds before that, nothing it writes leaves its machine.
    """
    primary = stage.cluster.primary()
    with at_work(stage) as answered:
        time.sleep(before)
        senders = [one for one in primary.processes() if "walsender" in " ".join(one.cmdline())]
        if behind:
            for one in senders:
                one.suspend()
            time.sleep(behind)
        primary.kill()
    wait_for_another(stage, primary)
    return lost(stage.cluster.primary(), answered)


def lost(database: Database, answered: Answered) -> Lost:
    """What *database* doesn't know of."""
    with psycopg.connect(database.superuser_url) as connection:
        rows = connection.execute("SELECT id::text, revoked_at IS NOT NULL FROM signet_sessions_session").fetchall()
    ended: dict[str, bool] = dict(rows)
    return Lost(
        sum(one not in ended for one in answered.opened),
        len(answered.opened),
        sum(not ended.get(one, True) for one in answered.ended),
        len(answered.ended),
    )


@contextmanager
def at_work(stage: Stage) -> Iterator[Answered]:
    """In this block, people sign in, and some time later out again."""
    answered, over, turns = Answered(), Event(), count()

    def work() -> None:
        signed_in: list[str] = []
        while not over.is_set():
            form = {"username": name_of_person(FIRST + next(turns) % (PEOPLE - FIRST)), "password": password(0)}
            answer = ask(f"{stage.cluster.url}/api/v1/token/", form)
            if answer is not None and answer.status_code == 200:
                signed_in.append(answer.json()["refresh"])
                answered.opened.append(str(claims_in(signed_in[-1])["sid"]))
            if len(signed_in) > LATER:
                token = signed_in.pop(0)
                answer = ask(f"{stage.cluster.url}/api/v1/logout/", {"refresh": token})
                if answer is not None and answer.status_code < 300:
                    answered.ended.append(str(claims_in(token)["sid"]))

    threads = [Thread(target=work) for _ in range(CLIENTS)]
    for one in threads:
        one.start()
    try:
        yield answered
    finally:
        over.set()
        for one in threads:
            one.join()


@contextmanager
def without_synchronous_mode(stage: Stage) -> Iterator[None]:
    """In this block, no commit waits for a replica."""
    configure(stage, synchronous_mode=False)
    wait_until(lambda: not has_synchronous(stage), "a replica is synchronous", PATIENCE)
    try:
        yield
    finally:
        configure(stage, synchronous_mode=True)
        stage.mend()


def configure(stage: Stage, **settings: object) -> None:
    """Have Patroni change its *settings*."""
    url = f"http://127.0.0.1:{stage.cluster.primary().rest_port}/config"
    with urlopen(Request(url, json.dumps(settings).encode(), method="PATCH"), timeout=PATIENCE):
        pass


def has_synchronous(stage: Stage) -> bool:
    """Whether commits wait for a replica."""
    with psycopg.connect(stage.cluster.primary().superuser_url) as connection:
        row = connection.execute("SHOW synchronous_standby_names").fetchone()
    return row is not None and bool(row[0])
