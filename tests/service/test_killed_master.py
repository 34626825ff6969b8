"""A master process that is killed: the data stays whole, and the service starts again at once."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from tests.real_parts import servers
from tests.real_parts.ports import free_port
from tests.service.killed_master import Start, attack_and_check, demonstrated, served, signet
from tests.service.processes import SECRETS, descriptors, tree

ROUNDS = 2


@pytest.mark.parametrize("start", [served, demonstrated])
def test_a_killed_master_costs_no_data(start: Start, tmp_path: Path) -> None:
    """SQLite finds its file whole, and every sign-up and sign-out that was answered is in it."""
    place = start(tmp_path)
    for _ in range(ROUNDS):
        attack_and_check(place)


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
