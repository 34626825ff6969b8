"""Asks everything at once, for a few seconds, and prints what was found."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from threading import Thread
from typing import Final

from signet_server.environment_variables import Environment
from signet_server.live.cache import cache
from signet_server.live.database import database
from signet_server.live.finding import Ask, Finding, in_short
from signet_server.live.keys import keys
from signet_server.live.machine import disk, hashing
from signet_server.live.mail import mail
from signet_server.live.nodes import node
from signet_server.live.providers import WHAT, provider

SECONDS: Final = 8.0
"""For everything. Nobody waits for longer."""


class _Asking(Thread):
    """Asks one thing. Nobody has to wait for it: it ends with the process."""

    def __init__(self, what: str, ask: Ask, whom: str = "") -> None:
        super().__init__(daemon=True)
        self._what = what
        self._whom = f"{whom}: " if whom else ""
        self._ask = ask
        self._found: list[Finding] = []
        self._is_done = False

    def run(self) -> None:
        """Ask."""
        try:
            for one in self._ask():
                self._found.append(one)
        except Exception as error:  # noqa: BLE001  # the others have their say
            self._found.append(self._finding(f"can't be asked ({in_short(error)}).", "Report this as a bug."))
        self._is_done = True

    def found(self) -> list[Finding]:
        """What was found until now."""
        if self._is_done:
            return self._found
        return [*self._found, self._finding(f"no answer within {SECONDS:.0f} s.", "Look at its log and network.")]

    def _finding(self, found: str, next_step: str) -> Finding:
        return Finding(self._what, f"{self._whom}{found}", next_step)


def report(environment: Environment, urls: Sequence[str], seconds: float = SECONDS) -> int:
    """Print what is found at *urls* and behind them. The answer is the exit status: 1 if anything is bad."""
    host = next(iter(environment.allowed_hosts)).removeprefix(".")
    file = Path(str(environment.database["NAME"]))
    folder = file.parent if environment.database["ENGINE"].endswith(".sqlite3") else Path.cwd()
    asking = [
        *[_Asking("node", partial(node, url, host), url) for url in urls or _here(environment)],
        _Asking("database", database),
        _Asking("keys", keys),
        _Asking("cache", cache),
        _Asking("mail", lambda: mail(environment.mail)),
        *[_Asking(WHAT, partial(provider, one), one) for one in environment.providers],
        _Asking("hashing", hashing),
        _Asking("disk", lambda: disk(folder)),
    ]
    end = time.monotonic() + seconds
    for one in asking:
        one.start()
    for one in asking:
        one.join(max(0.0, end - time.monotonic()))
    return _printed([line for one in asking for line in one.found()])


def _printed(found: Sequence[Finding]) -> int:
    if isinstance(sys.stdout, TextIOWrapper):
        # Some names have characters that the encoding of a terminal may lack.
        sys.stdout.reconfigure(errors="backslashreplace")
    for one in found:
        print(one)
    bad = [one.what for one in found if one.is_bad]
    print(f"\nBad: {', '.join(dict.fromkeys(bad))}." if bad else "\nEverything is fine.")
    return 1 if bad else 0


def _here(environment: Environment) -> list[str]:
    return [f"http://127.0.0.1:{environment.port}"]
