"""`signet serve` as an operator starts it, with keys that others can verify with, and the users of the load."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
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
from tests.service.processes import Tree, tree

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
    variables = prepared(folder, given)
    log = folder / "service.log"
    with tree(["serve", "--workers", "2"], variables, free_port(), log, module) as started:
        assert started.wait_until_listening(120), log.read_text()
        yield started.url


@contextmanager
def nodes(folder: Path, given: Mapping[str, str], number: int) -> Iterator[Sequence[Tree]]:
    """So many services with the same keys and database, of one process each."""
    variables = prepared(folder, given)
    with ExitStack() as exits:
        logs = [folder / f"node{each}.log" for each in range(number)]
        started = [exits.enter_context(tree(["serve", "--workers", "1"], variables, free_port(), log)) for log in logs]
        for one in started:
            assert one.wait_until_listening(120), one.log.read_text()
        yield started


def prepared(folder: Path, given: Mapping[str, str]) -> Mapping[str, str]:
    """The variables of a service, with *given* among them. Its database has tables and people."""
    variables = {**USUAL, "SIGNING_KEYS": str(new_key(folder)), **given}

    def signet(*words: str) -> None:
        command = [sys.executable, "-m", "signet_server", *words]
        environment = clean_environment(variables)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    make_people(signet, PEOPLE, migrates=True)
    return variables


def new_key(folder: Path) -> Path:
    """A file with a key that signs."""
    file, now = folder / "keys.json", time.time()
    key = SigningKey.load(ECKey.generate_key("P-256").as_dict(private=True), "ES256")
    KeyFile(file, "ES256").change(lambda keys: ring_changes.generate(keys, key, now, Waits(900, 86_400)))
    return file
