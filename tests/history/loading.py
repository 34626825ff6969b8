"""Running clients: `load`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

import requests

from tests.history.parts import PARTS
from tests.history.python_clients import Order
from tests.real_parts.needs import missing, program

ROOT: Final = Path(__file__).parents[2]
SCRIPT: Final = Path(__file__).with_name("javascript_clients.mjs")
NEEDED: Final = ROOT / "clients" / "js" / "dist" / "index.js"

HOUSEHOLDS: Final = 3
"""Persons of each process in JavaScript."""

PATIENCE: Final = 60.0
"""Seconds in which the clients have their last answers, and end."""


class ClientsFailedError(Exception):
    """A process of clients ended by itself, or with an error. The text is what it printed."""


@contextmanager
def load(url: str, log: Path, *, python: int = 1, javascript: int = 1, rate: float = 40.0) -> Iterator[None]:
    """
    Clients at work with the service at *url*, in so many processes of each language, until the block is left.

    They write each request into *log*. Together, they take about *rate* steps a second, of one to sixteen requests.
    `make_people` has made their users before. Raises `ClientsFailedError`.
    """
    url = url.rstrip("/") + "/"
    log.touch(mode=0o600)
    verifies = _publishes_keys(url)
    share = rate / max(1, python + javascript)
    orders = [Order(url, str(log), f"py{number}", number * len(PARTS), share, verifies) for number in range(python)]
    first = python * len(PARTS)
    orders += [
        Order(url, str(log), f"js{number}", first + number * HOUSEHOLDS, share, verifies=False)
        for number in range(javascript)
    ]
    commands = [_command(one) for one in orders]
    with TemporaryFile() as output:
        processes = [
            subprocess.Popen(one, cwd=ROOT, stdin=subprocess.PIPE, stdout=output, stderr=output) for one in commands
        ]
        try:
            yield
        finally:
            _end(processes)
        if any(one.returncode for one in processes):
            output.seek(0)
            raise ClientsFailedError(output.read().decode(errors="replace"))


def _command(order: Order) -> Sequence[str]:
    words = json.dumps(order._asdict())
    if order.name.startswith("py"):
        return [sys.executable, "-m", "tests.history.python_clients", words]
    if not NEEDED.exists():
        missing("the JavaScript client is not built: that takes Node, and 'make web'")
    return [program("node", package="nodejs"), "--no-warnings", str(SCRIPT), words]


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Tell all to end, and wait until they have."""
    for one in processes:
        assert one.stdin is not None, "a pipe"
        one.stdin.close()
    for one in processes:
        try:
            one.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


def _publishes_keys(url: str) -> bool:
    """Whether others can verify: not where a secret signs."""
    answer = requests.get(f"{url}.well-known/jwks.json", timeout=20)
    return answer.status_code == 200 and bool(answer.json().get("keys"))
