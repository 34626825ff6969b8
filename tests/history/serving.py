"""`signet serve` as an operator starts it, with keys that others can verify with, and the users of the load."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from joserfc.jwk import ECKey

from signet_tokens import ring_changes
from signet_tokens.key_file import KeyFile
from signet_tokens.keys import SigningKey
from signet_tokens.ring_changes import Waits
from tests.history.loading import HOUSEHOLDS
from tests.history.parts import PARTS
from tests.history.people import make_people
from tests.real_parts.ports import free_port
from tests.service.conftest import clean_environment
from tests.service.processes import tree

PEOPLE: Final = len(PARTS) + HOUSEHOLDS
"""For one process of each language."""

USUAL: Final = {
    "SECRET_KEY": "An-unguessable-secret-Key-0123456789-abcdefghij-KLMNOP",
    "ALLOWED_HOSTS": "127.0.0.1",
    "EMAIL_URL": "console:",
}


@contextmanager
def served(folder: Path, given: Mapping[str, str], module: str = "signet_server") -> Iterator[str]:
    """The URL of the service that *module* starts, with *given* in its environment."""
    variables = {**USUAL, "SIGNING_KEYS": str(new_key(folder)), **given}

    def signet(*words: str) -> None:
        command = [sys.executable, "-m", "signet_server", *words]
        environment = clean_environment(variables)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    make_people(signet, PEOPLE, migrates=True)
    log = folder / "service.log"
    with tree(["serve", "--workers", "2"], variables, free_port(), log, module) as started:
        assert started.wait_until_listening(120), log.read_text()
        yield started.url


def new_key(folder: Path) -> Path:
    """A file with a key that signs."""
    file, now = folder / "keys.json", time.time()
    key = SigningKey.load(ECKey.generate_key("P-256").as_dict(private=True), "ES256")
    KeyFile(file, "ES256").change(lambda keys: ring_changes.generate(keys, key, now, Waits(900, 86_400)))
    return file
