"""
The attack that once destroyed the file of SQLite: clients that keep their connections, a master that is killed, and the
service started again on the same file while workers of the first are still there.
"""

from __future__ import annotations

import base64
import http.client
import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, Final

from tests.real_parts.ports import free_port
from tests.service.conftest import clean_environment
from tests.service.processes import SECRETS, Tree, tree, wait_until_gone

CLIENTS: Final = 6
PASSWORD: Final = "correct-horse-battery"
STORM: Final = 1.0
"""Seconds in which the clients work before the master is killed, and again after the restart."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """How the service is started, on which file, and who can sign in there."""

    words: Sequence[str]
    variables: Mapping[str, str]
    port: int
    file: Path
    log: Path
    credentials: Mapping[str, str]

    @contextmanager
    def running(self) -> Iterator[Tree]:
        """The service, until the block ends."""
        with tree(self.words, self.variables, self.port, self.log) as started:
            yield started

    def integrity(self) -> list[tuple[str]]:
        """What SQLite says of the file."""
        with closing(sqlite3.connect(self.file)) as database:
            return database.execute("PRAGMA integrity_check").fetchall()

    def count(self, sql: str, *values: str) -> int:
        """The number that *sql* selects."""
        with closing(sqlite3.connect(self.file)) as database:
            return int(database.execute(sql, values).fetchone()[0])


@dataclass
class Client:
    """Somebody with one connection, who signs up others, and signs in and out, and writes down what was answered."""

    port: int
    number: int
    credentials: Mapping[str, str]
    signed_up: list[str] = field(default_factory=list)
    signed_out: list[str] = field(default_factory=list)
    wrong: list[tuple[int, bytes]] = field(default_factory=list)

    def run(self, stop: Event) -> None:
        """Work until *stop*, or until the connection breaks."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        chance = random.Random()
        try:
            while not stop.is_set():
                self._sign_up(connection, f"p{chance.randrange(10**12)}")
                self._sign_in_and_out(connection)
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()

    def _sign_up(self, connection: http.client.HTTPConnection, name: str) -> None:
        address = f"{name}@example.com"
        body = {"username": name, "email": address, "password": PASSWORD}
        if self._post(connection, "users/", body, {201}) is not None:
            self.signed_up.append(address)

    def _sign_in_and_out(self, connection: http.client.HTTPConnection) -> None:
        tokens = self._post(connection, "token/", self.credentials, {200})
        if tokens and self._post(connection, "logout/", {"refresh": tokens["refresh"]}, {204}) is not None:
            self.signed_out.append(tokens["refresh"])

    def _post(
        self, connection: http.client.HTTPConnection, path: str, body: Mapping[str, str], wanted: set[int]
    ) -> dict[str, Any] | None:
        # From an address of their own each time: limits are not what is tried here.
        place = ".".join(str(random.randrange(1, 255)) for _ in range(4))
        headers = {"Content-Type": "application/json", "X-Forwarded-For": place}
        connection.request("POST", f"/api/v1/{path}", json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status in wanted:
            return json.loads(content) if content else {}
        if answer.status != 503:
            self.wrong.append((answer.status, content[:200]))
        return None


def attack(place: Place) -> tuple[list[str], list[str]]:
    """
    One round. The answer is the addresses that were signed up, and the refresh tokens that were signed out.

    Fails where any answer was wrong, or where the service does not start again.
    """
    clients = [Client(place.port, number, place.credentials) for number in range(2 * CLIENTS)]
    with ThreadPoolExecutor(len(clients)) as pool, place.running() as first:
        assert first.wait_until_listening()
        stop = Event()
        working = [pool.submit(one.run, stop) for one in clients[:CLIENTS]]
        stop.wait(STORM)
        orphans = first.kill_master()
        with place.running() as second:
            assert second.wait_until_listening(), "it did not start again"
            working += [pool.submit(one.run, stop) for one in clients[CLIENTS:]]
            stop.wait(STORM)
            stop.set()
            assert not wait_until_gone(orphans, seconds=20)
            for one in working:
                one.result(timeout=60)
    wrong = [one for client in clients for one in client.wrong]
    assert not wrong, wrong[:5]
    return [one for client in clients for one in client.signed_up], [
        one for client in clients for one in client.signed_out
    ]


def attack_and_check(place: Place) -> None:
    """One round, after which SQLite finds the file whole, and everything that was answered is in it."""
    signed_up, signed_out = attack(place)
    assert place.integrity() == [("ok",)]
    assert len(signed_up) > 2
    assert len(signed_out) > 2
    for address in signed_up:
        assert place.count("SELECT count(*) FROM signet_accounts_pendingsignup WHERE address = ?", address) == 1
    for token in signed_out:
        sql = "SELECT count(*) FROM signet_sessions_session WHERE revoke_reason = 'logout' AND id = ?"
        assert place.count(sql, session_of(token)) == 1


def signet(*words: str, variables: dict[str, str]) -> None:
    """Run the command to its end."""
    command = [sys.executable, "-W", "error", "-m", "signet_server", *words]
    subprocess.run(command, env=clean_environment(variables), check=True, capture_output=True, timeout=120)


def served(folder: Path) -> Place:
    """`signet serve` with two workers on a file in *folder*, and somebody who can sign in."""
    file = folder / "signet.sqlite3"
    variables = {**SECRETS, "DATABASE_URL": f"sqlite:///{file}", "NUM_PROXIES": "1"}
    signet("manage", "migrate", variables=variables)
    signet(
        *("manage", "createsuperuser", "--noinput", "--username", "root", "--email", "root@example.com"),
        variables={**variables, "DJANGO_SUPERUSER_PASSWORD": PASSWORD},
    )
    signet("accounts", "verify", "root@example.com", variables=variables)
    return Place(
        words=["serve", "--workers", "2"],
        variables=variables,
        port=free_port(),
        file=file,
        log=folder / "log",
        credentials={"username": "root", "password": PASSWORD},
    )


def demonstrated(folder: Path) -> Place:
    """`signet demo` in *folder*."""
    port = free_port()
    return Place(
        words=["demo", "--folder", str(folder), "--port", str(port)],
        variables={"NUM_PROXIES": "1"},
        port=port,
        file=folder / "demo.sqlite3",
        log=folder / "log",
        credentials={"username": "ada", "password": PASSWORD},
    )


def session_of(token: str) -> str:
    """The session of a refresh token, as SQLite has it."""
    payload = token.split(".")[1]
    sid: str = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sid"]
    return sid.replace("-", "")


Start = Callable[[Path], Place]
