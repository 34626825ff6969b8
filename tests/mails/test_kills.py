"""A process is killed at each point of a mail's way: no mail is lost, and none is sent twice that need not be."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.accounts.parallel import Options, postgresql, sqlite
from tests.mails.processes import IN_TASKS, Processes, processes
from tests.real_parts import servers

BEFORE_COMMIT: Final = ("row written", "announced")
REQUEST: Final = (*BEFORE_COMMIT, "committed")
ATTEMPT: Final = ("claimed", "half sent", "accepted", "row deleted")
STAGES: Final = ("connected", "EHLO", "MAIL", "RCPT", "DATA", "dot", "QUIT")
TWICE: Final = ("accepted", "dot", "QUIT")
"""The server has the message, and the process ends before the table says so: SMTP allows no more than to ask again."""

# The machine stays up, so nothing waits for its disk.
OPTIONS: Final = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=OFF"}
LATE: Final = 3_600.0


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Options]:
    """An empty database that several processes can use."""
    if request.param == "sqlite":
        yield sqlite(tmp_path / "mails.sqlite3", OPTIONS)
    else:
        with servers.private_folder() as folder, servers.postgresql(folder) as url:
            yield postgresql(url)


def body(name: str) -> Mapping[str, str]:
    """A sign-up."""
    return {"username": name, "email": f"{name}@example.com", "password": "a-long-pass-phrase"}


def check(project: Processes, name: str, point: str, others: tuple[str, ...], sign_ups: int) -> None:
    """The mail to *name*, whose sender was killed at *point*, is sent once, or twice where that can't be helped."""
    project.order("age", seconds=LATE)
    assert project.run_together(*others) == [0] * len(others), point
    mails = project.accepted()
    expected = 0 if point in BEFORE_COMMIT else 2 if point in TWICE else 1
    assert [to for to, _ in mails] == [f"{name}@example.com"] * expected, point
    assert len({message_id for _, message_id in mails}) == min(expected, 1), point
    told = project.order("tell")
    assert (told["waiting"], told["sign_ups"]) == (0, sign_ups), point


def test_threads(database: Options) -> None:
    """The process that was asked is killed; three others, which serve at the same time, send what it left."""
    with processes(database, None) as project:
        sign_ups = 0
        for number, point in enumerate((*REQUEST, *ATTEMPT, *STAGES)):
            where = {"stage" if point in STAGES else "point": point}
            name = f"ada{number}"
            status = project.run("ask", **where, path="users/", body=body(name))
            assert status == -signal.SIGKILL, point
            sign_ups += point not in BEFORE_COMMIT
            check(project, name, point, ("serve", "serve", "serve"), sign_ups)


def test_workers(database: Options) -> None:
    """The process that was asked, or the worker, is killed; another worker, and processes that serve, send it."""
    with processes(database, IN_TASKS) as project:
        sign_ups = 0
        for number, point in enumerate((*REQUEST, *ATTEMPT, *STAGES)):
            where = {"stage" if point in STAGES else "point": point}
            name = f"ada{number}"
            in_request = where if point in REQUEST else {}
            before = project.order("tell")["tasks"]
            status = project.run("ask", **in_request, path="users/", body=body(name))
            assert status == (-signal.SIGKILL if in_request else 0), point
            if not in_request:
                assert project.run("work", **where) == -signal.SIGKILL, point
            # The task is committed with the row.
            is_committed = point not in BEFORE_COMMIT
            assert project.order("tell")["tasks"] == before + is_committed, point
            sign_ups += is_committed
            check(project, name, point, ("work", "serve", "serve"), sign_ups)
