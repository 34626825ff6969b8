"""Mails that wait for a mail server which says nothing: the service ends all the same, and the next one sends them."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.service.conftest import Service, running_demo
from tests.service.smtp_listener import smtp_listener
from tests.service.visitor import PASSWORD, Visitor
from tests.stand_ins.silent_server import SilentServer, silent_server

SOON = 15
"""Seconds: what a busy machine may need for three; less than gunicorn waits before it kills."""

LONG = 60
"""Seconds: what a busy machine may need until the claim of a process that was killed has run out."""


@pytest.fixture
def silent() -> Iterator[SilentServer]:
    """A mail server that never answers."""
    with silent_server() as server:
        yield server


def waiting(service: Service) -> list[tuple[Any, ...]]:
    """What the table holds."""
    with closing(sqlite3.connect(service.folder / "demo.sqlite3")) as database:
        return database.execute("SELECT job, attempts FROM signet_accounts_waitingmail").fetchall()


def sign_up(service: Service, silent: SilentServer) -> Visitor:
    """A new visitor, whose mail is being sent when this returns, for as long as the mail server makes it wait."""
    visitor = Visitor(service)
    body = {"username": visitor.username, "email": visitor.email, "password": PASSWORD}
    assert visitor.call("POST", "users/", body).status == 201
    assert silent.was_called.wait(SOON)
    return visitor


def stop(service: Service) -> float:
    """Ask the processes to end. The answer is how many seconds that took."""
    processes = processes_of(service)
    began = time.monotonic()
    processes[0].send_signal(signal.SIGTERM)
    psutil.wait_procs(processes, timeout=LONG)
    return time.monotonic() - began


def kill(service: Service) -> None:
    """Give the processes no time for anything."""
    processes = processes_of(service)
    for one in processes:
        one.kill()
    psutil.wait_procs(processes, timeout=LONG)


def processes_of(service: Service) -> list[psutil.Process]:
    """All of them, the first one first."""
    (master,) = [one for one in psutil.Process().children() if str(service.folder) in one.cmdline()]
    return [master, *master.children(recursive=True)]


def send_later(folder: Path) -> list[str]:
    """Start the service again, with a mail server that answers: to whom it sends what waited."""
    with smtp_listener() as listener:
        variables = {"EMAIL_URL": f"smtp://127.0.0.1:{listener.port}"}
        with running_demo(folder, variables) as service:
            _, to, _ = listener.envelopes.get(timeout=LONG)
            until(lambda: waiting(service) == [])
        return [to, *(listener.envelopes.get()[1] for _ in range(listener.envelopes.qsize()))]


def until(is_so: Callable[[], bool]) -> None:
    """Wait for the service to make it so."""
    end = time.monotonic() + SOON
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_service_ends_and_keeps_the_mail(tmp_path: Path, silent: SilentServer) -> None:
    """It says so, and the next one sends it once."""
    folder = tmp_path / "data"
    with running_demo(folder, {"EMAIL_URL": f"smtp://127.0.0.1:{silent.port}"}) as service:
        visitor = sign_up(service, silent)
        assert stop(service) < SOON
        printed = folder.with_suffix(".log").read_text()
    assert "Mails that are being sent (1) are left to the next process" in printed
    assert "Traceback" not in printed
    assert waiting(service) == [("drf_signet.accounts.jobs.answer_pending_sign_up", 1)]
    assert send_later(folder) == [visitor.email]


def test_a_kill_loses_no_mail(tmp_path: Path, silent: SilentServer) -> None:
    """Of what was answered, nothing is lost; it is sent when the claim of the dead has run out."""
    folder = tmp_path / "data"
    with running_demo(folder, {"EMAIL_URL": f"smtp://127.0.0.1:{silent.port}"}) as service:
        visitor = sign_up(service, silent)
        kill(service)
    assert send_later(folder) == [visitor.email]


def test_while_mails_wait_requests_are_answered(tmp_path: Path, silent: SilentServer) -> None:
    """At once, however many wait; those of whom nobody knows an account wait like the others."""
    with running_demo(tmp_path / "data", {"EMAIL_URL": f"smtp://127.0.0.1:{silent.port}"}) as service:
        sign_up(service, silent)
        sign_up(service, silent)
        began = time.monotonic()
        for _ in range(5):
            assert Visitor(service).call("POST", "users/reset_password/", {"email": "nobody@example.com"}).status == 204
        assert time.monotonic() - began < SOON
        assert len(waiting(service)) >= 2
        stop(service)
