"""A master process that is killed: the data stays whole, and the service starts again at once."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests import servers
from tests.ports import free_port
from tests.service.conftest import clean_environment
from tests.service.killed_master import Place, attack
from tests.service.processes import SECRETS, descriptors, tree

ROUNDS = 2
PASSWORD = "correct-horse-battery"


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


@pytest.mark.parametrize("start", [served, demonstrated])
def test_a_killed_master_costs_no_data(start: object, tmp_path: Path) -> None:
    """SQLite finds its file whole, and every sign-up and sign-out that was answered is in it."""
    assert callable(start)
    place: Place = start(tmp_path)
    for _ in range(ROUNDS):
        signed_up, signed_out = attack(place)
        assert place.integrity() == [("ok",)]
        assert len(signed_up) > 2
        assert len(signed_out) > 2
        for address in signed_up:
            assert place.count("SELECT count(*) FROM users_user WHERE email = ?", address) == 1
        for token in signed_out:
            sql = "SELECT count(*) FROM signet_sessions_session WHERE revoke_reason = 'logout' AND id = ?"
            assert place.count(sql, session_of(token)) == 1


def session_of(token: str) -> str:
    """The session of a refresh token, as SQLite has it."""
    payload = token.split(".")[1]
    sid: str = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sid"]
    return sid.replace("-", "")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_process_has_open_what_another_one_has(database: str, tmp_path: Path) -> None:
    """Neither a file of the database nor a connection to it or to the cache: the checks at the start had used them."""
    if database == "sqlite":
        check_descriptors({"DATABASE_URL": f"sqlite:///{tmp_path / 'signet.sqlite3'}"}, tmp_path)
        return
    with servers.private_folder() as data, servers.postgresql(data) as url, servers.redis() as cache:
        check_descriptors({"DATABASE_URL": url, "REDIS_URL": cache}, tmp_path)


def check_descriptors(variables: dict[str, str], folder: Path) -> None:
    """Start the service with *variables*, and compare what its processes have open."""
    complete = {**SECRETS, **variables}
    signet("manage", "migrate", variables=complete)
    with tree(["serve", "--workers", "2"], complete, free_port(), folder / "log") as started:
        assert started.wait_until_listening()
        workers = started.wait_for_workers(2)
        assert not descriptors(psutil.Process(started.master.pid))
        assert not set.intersection(*map(descriptors, workers))
