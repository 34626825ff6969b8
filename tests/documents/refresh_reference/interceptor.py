"""The interceptor of the tutorials, in a process of Node."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.real_parts.needs import missing, program
from tests.real_parts.old_environments import ROOT

SCRIPT: Final = Path(__file__).with_suffix(".mjs")
CLIENT: Final = ROOT / "examples" / "naive_clients" / "axios_client.js"


class Interceptor:
    """Asks for the protected page, several times at once."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, times: int) -> Mapping[str, Any]:
        """The ``statuses`` of the answers, and whether the user was sent to the form to sign in (``isSignedOut``)."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{times}\n")
        self._process.stdin.flush()
        answered: Mapping[str, Any] = json.loads(self._process.stdout.readline())
        return answered


@contextmanager
def signed_in(url: str, username: str, password: str) -> Iterator[Interceptor]:
    """One whose user has signed in at *url*."""
    if not (ROOT / "node_modules" / "axios").exists():
        missing("the packages of package-lock.json are not installed: npm ci")
    command = [program("node", package="nodejs"), str(SCRIPT), str(CLIENT), url, username, password]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Interceptor(process)
        assert process.stdin is not None
        process.stdin.close()
