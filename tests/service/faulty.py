"""`signet serve` while something that it depends on fails: what is asked meanwhile, and what is answered."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import psutil

from tests.real_parts import ports
from tests.service.conftest import Service, clean_environment
from tests.service.http import Answer, call

SECRETS: Final = {"SECRET_KEY": "An-unguessable-secret-Key-0123456789-abcdefghij-KLMNOP", "SIGNING_KEY": "k1" * 32}
PASSWORD: Final = "correct-horse-battery"
SESSIONS: Final = 5
CLIENTS: Final = 12
LONGEST: Final = 10.0
"""Seconds that an answer may take."""
BACK: Final = 10.0
"""Seconds until all is well again, on a busy machine: it takes less than two."""

LINES: Final = 200
"""Of the log, at the most, however many requests fail."""


@dataclass
class Faulty:
    """The running service, its environment, and the sessions whose tokens somebody keeps."""

    service: Service
    variables: Mapping[str, str]
    errors: Path
    tokens: list[str] = field(default_factory=list)

    def sign_in(self) -> Answer:
        """As the one user there is."""
        return call(self.service, "POST", "/api/v1/token/", {"username": "root", "password": PASSWORD})

    def refresh(self, index: int) -> Answer:
        """Refresh a session, and keep what it gets."""
        answer = call(self.service, "POST", "/api/v1/token/refresh/", {"refresh": self.tokens[index]})
        if answer.status == 200:
            self.tokens[index] = answer.body["refresh"]
        return answer

    def lines(self) -> int:
        """How much was written to the log until now, but for the line that each request has."""
        return sum(" signet.request " not in one for one in self.errors.read_text().splitlines())


@dataclass(frozen=True)
class Heard:
    """One answer."""

    what: str
    answer: Answer
    seconds: float


def signet(*words: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "signet_server", *words],
        env=clean_environment(variables),
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@contextmanager
def serving(folder: Path, given: Mapping[str, str]) -> Iterator[Faulty]:
    """`signet serve` with two processes, one user, and some sessions."""
    port = ports.free_port()
    variables = {**SECRETS, "ALLOWED_HOSTS": "127.0.0.1", "EMAIL_URL": "console:", "PORT": str(port), **given}
    made = signet("manage", "migrate", "-v", "0", variables=variables)
    assert made.returncode == 0, made.stderr
    words = ("createsuperuser", "--noinput", "--username", "root", "--email", "root@example.com")
    signet("manage", *words, variables={**variables, "DJANGO_SUPERUSER_PASSWORD": PASSWORD})
    signet("accounts", "verify", "root@example.com", variables=variables)
    errors = folder / "errors.log"
    with errors.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "signet_server", "serve", "--workers", "2"],
            env=clean_environment(variables),
            stdout=subprocess.DEVNULL,
            stderr=output,
        )
        try:
            ports.wait_for_port(port)
            running = Faulty(Service(f"http://127.0.0.1:{port}", "", folder), variables, errors)
            running.tokens = [running.sign_in().body["refresh"] for _ in range(SESSIONS)]
            yield running
        finally:
            process.terminate()
            process.wait(timeout=60)


def questions(running: Faulty) -> Mapping[str, Callable[[], Answer]]:
    """What people and programs ask."""
    service = running.service
    while (answer := running.sign_in()).status != 200:
        # A process may find out a second later than another that all is well.
        time.sleep(0.2)
    token = answer.body["access"]
    mails = itertools.count()
    new = {"username": "new", "email": "new@example.com", "password": "a-battery-of-horses"}
    return {
        "sign in": running.sign_in,
        "refresh": lambda: running.refresh(0),
        "verify": lambda: call(service, "POST", "/api/v1/token/verify/", {"token": token}),
        "who am I": lambda: call(service, "GET", "/api/v1/users/me/", token=token),
        "devices": lambda: call(service, "GET", "/api/v1/sessions/", token=token),
        "sign up": lambda: call(service, "POST", "/api/v1/users/", {**new, "username": f"new{next(mails)}"}),
        "admin": lambda: call(service, "GET", "/admin/", headers={"Cookie": "sessionid=" + "a" * 32}),
        "schema": lambda: call(service, "GET", "/api/schema/"),
        "nowhere": lambda: call(service, "GET", "/nowhere/"),
    }


def ask_for(seconds: float, running: Faulty, asked: Mapping[str, Callable[[], Answer]]) -> list[Heard]:
    """What several clients hear who ask everything, over and over."""
    end = time.monotonic() + seconds
    heard: list[Heard] = []

    def go_on(start: int) -> None:
        for name in itertools.islice(itertools.cycle(asked), start, None):
            begun = time.monotonic()
            if begun >= end:
                return
            heard.append(Heard(name, asked[name](), time.monotonic() - begun))
            time.sleep(0.02)

    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(go_on, range(CLIENTS)))
    return heard


def seconds_until(act: Callable[[], Answer], status: int, most: float = 20.0) -> float:
    """How long it takes until *act* is answered with *status*."""
    begun = time.monotonic()
    while (answer := act()).status != status:
        assert time.monotonic() - begun < most, everything(answer)
        time.sleep(0.1)
    return time.monotonic() - begun


def assert_bearable(heard: list[Heard], *, away: str | None) -> None:
    """No 500, nothing that took long; and where something was asked that is *away*, a 503 that says so."""
    assert heard
    bad = [(one.what, one.answer.status, one.seconds) for one in heard if one.answer.status in (500, 502, 504)]
    assert not bad, bad[:5]
    slow = [(one.what, one.answer.status, one.seconds) for one in heard if one.seconds > LONGEST]
    assert not slow, slow[:5]
    refused = [one for one in heard if one.answer.status == 503]
    assert all(int(one.answer.headers["Retry-After"]) > 0 for one in refused)
    codes = {one.answer.body["code"] for one in refused if one.what not in ("admin", "nowhere")}
    assert away is None or away in codes, (codes, {(one.what, one.answer.status) for one in heard})
    for one in refused:
        assert "Traceback" not in str(one.answer.body)


def stand_still(pids: list[int]) -> Callable[[], None]:
    """Stop processes where they are, without their connections noticing. What is returned lets them go on."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)

    def go_on() -> None:
        for pid in pids:
            if psutil.pid_exists(pid):
                os.kill(pid, signal.SIGCONT)

    return go_on


def family(pid: int) -> list[int]:
    """A process and its children."""
    process = psutil.Process(pid)
    return [pid, *(one.pid for one in process.children(recursive=True))]


def everything(answer: Answer) -> Any:
    """What an answer says, for a failure."""
    return answer.status, answer.body


def assert_well_again(running: Faulty, lines: int) -> None:
    """People sign in, every session goes on, and the log is few lines longer than the *lines* before."""
    assert seconds_until(running.sign_in, 200) < BACK
    for index in range(1, SESSIONS):
        # A process may find out a second later than another.
        assert seconds_until(partial(running.refresh, index), 200) < BACK
    assert seconds_until(lambda: call(running.service, "GET", "/readyz"), 200) < BACK
    written = running.lines() - lines
    assert written < LINES, running.errors.read_text()[-3_000:]
    assert "Traceback" not in running.errors.read_text()
