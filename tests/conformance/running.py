"""The service of the suite for tests in Python: started, told what to do, and asked what it saw."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

CREDENTIALS = {"username": "ada", "password": "correct-horse-battery"}


@dataclass(frozen=True)
class Running:
    """The address below which ``token/`` lies, and that of another origin."""

    url: str
    elsewhere: str

    @property
    def origin(self) -> str:
        """The service's own, without the last slash."""
        return self.url.removesuffix("/api/v1/")

    def order(self, do: str, **more: Any) -> None:
        """Tell the hook what to do."""
        requests.post(f"{self.url}conformance/", json={"do": do, **more}, timeout=20).raise_for_status()

    def seen(self) -> Counter[tuple[str, int]]:
        """How often each path was answered with each status since the last ``reset``."""
        seen = requests.get(f"{self.url}conformance/", timeout=20).json()["seen"]
        return Counter((one["path"], one["status"]) for one in seen)

    def refreshes(self) -> int:
        """How often a refresh was asked for since the last ``reset``."""
        return sum(times for (path, _), times in self.seen().items() if path.endswith("token/refresh/"))

    def sent_elsewhere(self) -> list[dict[str, Any]]:
        """What the other origin was sent since it was asked last."""
        seen: list[dict[str, Any]] = requests.get(f"{self.elsewhere}seen", timeout=20).json()["seen"]
        return seen


@contextmanager
def running(**variables: str) -> Iterator[Running]:
    """One that runs, with *variables* in its environment."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.conformance"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Running(**json.loads(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()
