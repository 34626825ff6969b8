"""The real service in a process of its own, with the hook of the suite: ``python -m tests.conformance``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

REPOSITORY = Path(__file__).parents[3]
USERNAME = "ada"
PASSWORD = "correct-horse-battery"


class Service:
    """*url* is the service's, *elsewhere* that of another origin."""

    def __init__(self, url: str, elsewhere: str) -> None:
        self.url = url
        self.elsewhere = elsewhere

    def order(self, **order: object) -> None:
        """Post *order* to the hook."""
        request = Request(f"{self.url}conformance/", json.dumps(order).encode(), {"Content-Type": "application/json"})
        with urlopen(request, timeout=10) as answer:
            answer.read()

    def reset(self) -> None:
        """Forget what was seen, here and elsewhere."""
        self.order(do="reset")
        self.seen_elsewhere()

    def seen(self, path: str, status: int | None = None) -> int:
        """How many requests for *path* there were, with *status* if one is given."""
        seen = self._seen(f"{self.url}conformance/")
        return sum(one["path"] == path and status in {None, one["status"]} for one in seen)

    def seen_elsewhere(self) -> list[dict[str, Any]]:
        """The requests to the other origin since this was asked last."""
        return self._seen(f"{self.elsewhere}seen")

    def _seen(self, url: str) -> list[dict[str, Any]]:
        with urlopen(url, timeout=10) as answer:
            seen: list[dict[str, Any]] = json.load(answer)["seen"]
            return seen


@contextmanager
def running() -> Iterator[Service]:
    """One that runs."""
    command = [sys.executable, "-m", "tests.conformance"]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            addresses = json.loads(process.stdout.readline())
            yield Service(addresses["url"], addresses["elsewhere"])
        finally:
            process.stdin.close()
            process.wait(30)
