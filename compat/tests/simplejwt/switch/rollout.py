"""Two processes of a Simple JWT project under load, which are replaced by ours one by one."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import Final

from compat.tests.simplejwt.switch.client import Backends, Client
from compat.tests.simplejwt.switch.project.prepare import name_of
from compat.tests.simplejwt.switch.side import Side
from tests.races.client import call
from tests.races.databases import Database
from tests.races.server import serving

THREADS: Final = 16
PAUSE: Final = 0.08
"""Seconds between two calls of one thread: what is to be seen is a crowd, not a machine at its limit."""

SECONDS: Final = 60

GONE: Final = 20
"""Clients whose tokens are on the blacklist before it begins."""

KINDS: Final[Mapping[str, Mapping[str, bool]]] = {
    "rotating": {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True},
    "not rotating": {"ROTATE_REFRESH_TOKENS": False, "BLACKLIST_AFTER_ROTATION": False},
}

ROWS: Final = """
    SELECT username, count(*), count(revoked_at) FROM signet_sessions_session JOIN auth_user ON user_id = auth_user.id
    GROUP BY username ORDER BY username
"""


@contextmanager
def working(clients: Sequence[Client]) -> Iterator[None]:
    """All *clients* call and refresh, sixteen at a time, until the end of the block. Each of them has to succeed."""
    stop = Event()

    def work(mine: Sequence[Client]) -> None:
        while not stop.is_set():
            for client in mine:
                client.step()
                time.sleep(PAUSE)

    with ThreadPoolExecutor(THREADS) as pool:
        running = [pool.submit(work, clients[place::THREADS]) for place in range(THREADS)]
        try:
            yield
        finally:
            stop.set()
        for one in running:
            one.result()


class Rollout:
    """Two processes of the project, which are replaced one at a time while the others take the requests."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.backends = Backends()
        self._database, self._folder = database, folder
        self._stops: list[ExitStack] = []

    def start(self, side: Side) -> None:
        """One more process, which takes requests from when it listens."""
        stop = ExitStack()
        server = stop.enter_context(serving(self._database, side, self._folder))
        self._stops.append(stop)
        self.backends.servers.append(server)

    def stop_oldest(self) -> None:
        """It gets no more requests, answers those that it has, and ends. Nothing went wrong in it."""
        self.backends.servers.pop(0)
        self._stops.pop(0).close()

    def stop_all(self) -> None:
        """The end."""
        while self._stops:
            self.stop_oldest()


def wait_for_refreshes(clients: Sequence[Client]) -> dict[str, set[int]]:
    """Until each of *clients* has refreshed again; where each of them did."""
    for client in clients:
        client.refreshed_at = set()
    deadline = time.monotonic() + SECONDS
    while not all(client.refreshed_at for client in clients):
        assert time.monotonic() < deadline, "somebody doesn't refresh any more"
        time.sleep(0.1)
    return {client.name: set(client.refreshed_at) for client in clients}


def refused_everywhere(tokens: Sequence[str], backends: Backends) -> bool:
    """Whether every process refuses each of *tokens*, as one on the blacklist."""
    answers = [
        call(server, "/api/token/refresh/", {"refresh": token}) for token in tokens for server in backends.servers
    ]
    return {(answer.status, answer.body["detail"]) for answer in answers} == {(401, "Token is blacklisted")}


def roll_out(database: Database, folder: Path, simple_jwt: Mapping[str, bool], crowd: int) -> None:
    """
    Replace both processes while a *crowd* works.

    Nobody has two sessions afterwards either, and what was on the blacklist stays refused.
    """
    old, new = Side(name="old", simple_jwt=simple_jwt), Side(name="new", simple_jwt=simple_jwt)
    old.migrate(database)
    rollout = Rollout(database, folder)
    try:
        rollout.start(old)
        rollout.start(old)
        clients = [Client(name_of(number), rollout.backends) for number in range(crowd)]
        gone = [Client(name_of(number), rollout.backends) for number in range(crowd, crowd + GONE)]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(Client.sign_in, [*clients, *gone]))
        blacklisted = [client.tokens["refresh"] for client in gone]
        for token in blacklisted:
            assert rollout.backends.send("/api/token/blacklist/", {"refresh": token})[0].status == 200
        with working(clients):
            wait_for_refreshes(clients)
            new.migrate(database)
            rollout.start(new)
            rollout.stop_oldest()
            assert refused_everywhere(blacklisted, rollout.backends)
            where = wait_for_refreshes(clients)
            where = {name: ports | where[name] for name, ports in wait_for_refreshes(clients).items()}
            assert len(set().union(*where.values())) == 2
            rollout.start(new)
            rollout.stop_oldest()
            wait_for_refreshes(clients)
            assert refused_everywhere(blacklisted, rollout.backends)
        for client in clients:
            client.refresh()
            client.step()
    finally:
        rollout.stop_all()
    assert [tuple(row) for row in database.run(ROWS)] == sorted((one.name, 1, 0) for one in clients)
