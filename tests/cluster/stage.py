"""The cluster that faults happen to, with clients at work, and a look at whether all is well."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import requests

from examples.cluster.part import Part
from examples.cluster.whole import Cluster
from tests.cluster.postbox import Postbox
from tests.history import load
from tests.history.http_recording import own_address
from tests.history.people import PEOPLE, name_of_person, password

PAUSE: Final = 0.1
ANSWER: Final = 12.0
"""Seconds: longer than any answer may take."""

PATIENCE: Final = 90.0
"""Seconds in which a part that was mended is as before, on a busy machine."""

CLOCK: Final = "FAKETIME_TIMESTAMP_FILE"
"""The variable of a node that names the file in which its clock is set."""

BEFORE: Final = f"""
from contextlib import suppress
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.contrib.auth.hashers import make_password
get_user_model().objects.filter(username__startswith="history").update(password=make_password({password(0)!r}))
with suppress(CommandError):
    call_command("keys", "generate")
"""

RATE: Final = 5.0
"""Steps a second, of one to sixteen requests."""


class NotWellError(Exception):
    """Something isn't answered as before. The text says what."""


@dataclass
class Stage:
    """The *cluster*, and the *log* of those who work with it now."""

    cluster: Cluster
    postbox: Postbox
    old_sources: str
    """A PYTHONPATH with the version before this one."""

    has_small_disks: bool = False
    """Whether the disk of a database can be filled."""

    log: Path = Path()
    token: str = field(default="", repr=False)
    """The refresh token of somebody who looks whether all is well."""

    @contextmanager
    def under_load(self, log: Path, rate: float = RATE) -> Iterator[None]:
        """
        Clients of both languages at work, who write into *log*. Their passwords are the first ones again.

        A key is published that none of them will miss when it signs.
        """
        self.cluster.signet("manage", "shell", "--verbosity", "0", "--command", BEFORE)
        self.log = log
        log.touch()
        with load(self.cluster.url, log, python=1, javascript=1, rate=rate):
            yield

    def mend(self) -> None:
        """Start what doesn't run, thaw what is frozen, and wait until all of it is as before."""
        for part in self.cluster.parts:
            if part.is_frozen:
                part.thaw()
            part.start()
        for part in self.cluster.parts:
            part.wait_until_ready(PATIENCE)
        wait_until(self.is_safe, "the replicas don't follow the primary", PATIENCE)

    def keep_logs(self) -> None:
        """Copy what each part wrote to where the clients' log is: the folder of the cluster is gone in the end."""
        kept = self.log.parent / "logs"
        kept.mkdir(exist_ok=True)
        for one in self.cluster.parts:
            if one.log.exists():
                shutil.copy(one.log, kept)

    def is_safe(self) -> bool:
        """Whether all replicas follow, and one of them has each commit that was answered."""
        members = self.cluster.primary().members()
        roles = [one["role"] for one in members if one.get("state") in ("running", "streaming")]
        return "sync_standby" in roles and len(roles) == len(self.cluster.databases)

    def wait_until_well(self, seconds: float = PATIENCE) -> None:
        """Until people sign in, and each node refreshes. Raises `NotWellError` after *seconds*."""
        wait_until(lambda: self._signs_in() and all(map(self._refreshes, self.cluster.nodes)), "not well", seconds)

    def _signs_in(self) -> bool:
        form = {"username": name_of_person(PEOPLE - 1), "password": password(0)}
        answer = ask(f"{self.cluster.url}/api/v1/token/", form)
        if answer is not None and answer.status_code == 200:
            self.token = answer.json()["refresh"]
            return True
        return False

    def _refreshes(self, node: Part) -> bool:
        answer = ask(f"http://127.0.0.1:{node.port}/api/v1/token/refresh/", {"refresh": self.token})
        if answer is not None and answer.status_code == 200:
            self.token = answer.json()["refresh"]
            return True
        return False


def ask(url: str, form: object) -> requests.Response | None:
    """The answer of *url* to *form*, from an address of its own; None where none comes."""
    with requests.Session() as http:
        http.trust_env = False
        try:
            return http.post(url, json=form, timeout=ANSWER, headers={"X-Forwarded-For": own_address()})
        except requests.RequestException:
            return None


def wait_until(is_so: Callable[[], bool], otherwise: str, seconds: float) -> None:
    """Return as soon as *is_so*. Raises `NotWellError` with the words of *otherwise* after *seconds*."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() >= end:
            raise NotWellError(f"{otherwise}, after {seconds:.0f} seconds")
        time.sleep(PAUSE)
