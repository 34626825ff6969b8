"""
A storm of refreshes, in which server processes are killed with SIGKILL at random moments.

Each client has a session of its own and does what a client should: without an answer, it sends the same token again.
"""

from __future__ import annotations

import base64
import http.client
import json
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from tests.races.client import SECONDS, Answer, refresh, sign_in
from tests.races.databases import Database
from tests.races.server import Server

CLIENTS: Final = 12
PAUSE: Final = 0.08
"""Seconds between two kills, on average."""

WHOLE: Final = 10
"""Every tenth kill takes the master process along, and the server is started anew."""


@dataclass
class Client:
    """One signed-in client, and what happened to it."""

    token: str
    refreshes: int = 0
    lost: int = 0
    refused: list[Answer] = field(default_factory=list)

    def refresh(self, server: Server) -> None:
        """Ask once; keep the token unless there is another one."""
        try:
            answer = refresh(server, self.token)
        except (OSError, http.client.HTTPException):
            self.lost += 1
            time.sleep(0.01)
            return
        if answer.status == 200:
            self.token = answer.body["refresh"]
            self.refreshes += 1
        elif answer.status != 503:
            self.refused.append(answer)

    def run(self, server: Server, stop: Event) -> None:
        """Refresh until *stop*, or until the first refusal."""
        while not stop.is_set() and not self.refused:
            self.refresh(server)

    @property
    def generation(self) -> int:
        """What the token says."""
        payload = self.token.split(".")[1]
        return int(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["gen"])


@dataclass(frozen=True)
class Outcome:
    """What a storm came to."""

    kills: int
    refreshes: int
    lost: int
    burned: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.kills} kills in {self.seconds:.0f} s: {self.refreshes} refreshes, {self.lost} requests without an"
            f" answer, {self.burned} tokens made void because their answer was lost, no session lost"
        )


def run_storm(
    server: Server, database: Database, kills: int, chance: random.Random, report: Callable[[str], None] = print
) -> Outcome:
    """
    Kill *kills* times while all clients refresh.

    Nobody is refused, everybody goes on, each session is one row at the generation its client holds.
    """
    began = time.monotonic()
    clients = [Client(sign_in(server)["refresh"]) for _ in range(CLIENTS)]
    stop = Event()
    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(one.run, server, stop) for one in clients]
        try:
            _kill_repeatedly(server, kills, chance, clients, report)
        finally:
            stop.set()
        for one in running:
            one.result()
    for client in clients:
        _go_on(client, server)
    rows = database.sessions()
    assert [row.revoked_at for row in rows] == [None] * CLIENTS
    assert [row.generation for row in rows] == [one.generation for one in clients]
    refreshes = sum(one.refreshes for one in clients)
    burned = sum(row.generation for row in rows) - refreshes
    assert burned >= 0
    return Outcome(kills, refreshes, sum(one.lost for one in clients), burned, time.monotonic() - began)


def _kill_repeatedly(
    server: Server, kills: int, chance: random.Random, clients: list[Client], report: Callable[[str], None]
) -> None:
    done = 0
    while done < kills:
        time.sleep(chance.uniform(0, 2 * PAUSE))
        refused = [answer for one in clients for answer in one.refused]
        assert not refused, refused
        if done % WHOLE == WHOLE - 1:
            server.kill()
            server.start()
        elif not server.kill_worker(chance):
            continue
        done += 1
        if done % 20 == 0:
            report(f"{done} kills, {sum(one.refreshes for one in clients)} refreshes")


def _go_on(client: Client, server: Server) -> None:
    """The client, which may still wait for an answer, gets one."""
    before, end = client.refreshes, time.monotonic() + SECONDS
    while client.refreshes == before and not client.refused and time.monotonic() < end:
        client.refresh(server)
    assert not client.refused, client.refused
    assert client.refreshes == before + 1, f"no answer within {SECONDS} s"
