"""`signet serve` as an operator starts it, with keys that others can verify with, and the users of the load."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.history.people import make_people
from tests.real_parts.ports import free_port, wait_for_port
from tests.service.conftest import clean_environment

USUAL: Final = {
    "SECRET_KEY": "An-unguessable-secret-Key-0123456789-abcdefghij-KLMNOP",
    "ALLOWED_HOSTS": "127.0.0.1",
    "EMAIL_URL": "console:",
}


@contextmanager
def served(folder: Path, given: Mapping[str, str]) -> Iterator[str]:
    """The URL of the service, with *given* in its environment."""
    port = free_port()
    keys = {"SIGNING_KEYS": str(folder / "keys.json"), "PORT": str(port)}
    variables = clean_environment({**USUAL, **keys, **given})

    def signet(*words: str) -> None:
        command = [sys.executable, "-m", "signet_server", *words]
        done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    signet("keys", "generate")
    signet("manage", "migrate", "-v", "0")
    make_people(signet)
    with (folder / "service.log").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "signet_server", "serve", "--workers", "2"],
            env=variables,
            stdout=output,
            stderr=output,
        )
        try:
            wait_for_port(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=60)
