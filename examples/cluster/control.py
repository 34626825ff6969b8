"""How a second terminal reaches the one that started the cluster: a port, and a key in a file that only we can read."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from threading import Thread
from typing import Final

FILE: Final = "control.json"
WAIT: Final = 120.0
"""Seconds for an answer: a part that is asked to end may take half a minute."""


class NoClusterError(Exception):
    """Nothing answers for a cluster in this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"No cluster runs in {folder}. Start one with: make cluster")


class RefusedError(Exception):
    """The cluster can't do it. The text says why."""


@contextmanager
def listening(folder: Path, answer: Callable[[Sequence[str]], str]) -> Iterator[None]:
    """
    *answer* gets the words of each caller, in a thread of its own, until the end of the block. It may raise
    `RefusedError`.
    """
    key = secrets.token_hex(32)
    with Listener(("127.0.0.1", 0), authkey=key.encode()) as listener:
        file = folder / FILE
        file.touch(mode=0o600)
        file.write_text(json.dumps({"port": listener.address[1], "key": key}))
        Thread(target=_accept, args=(listener, answer), daemon=True).start()
        try:
            yield
        finally:
            file.unlink(missing_ok=True)


def call(folder: Path, words: Sequence[str]) -> str:
    """What the cluster in *folder* answers to *words*. Raises `NoClusterError`, and `RefusedError`."""
    try:
        known = json.loads((folder / FILE).read_text())
        with Client(("127.0.0.1", known["port"]), authkey=known["key"].encode()) as connection:
            connection.send(list(words))
            said = connection.recv() if connection.poll(WAIT) else None
    except (OSError, EOFError, ValueError, AuthenticationError):
        said = None
    if said is None:
        raise NoClusterError(folder)
    is_done, text = said
    if not is_done:
        raise RefusedError(text)
    return str(text)


def _accept(listener: Listener, answer: Callable[[Sequence[str]], str]) -> None:
    while True:
        try:
            connection = listener.accept()
        except AuthenticationError:
            continue
        except (OSError, EOFError):
            return
        Thread(target=_serve, args=(connection, answer), daemon=True).start()


def _serve(connection: Connection, answer: Callable[[Sequence[str]], str]) -> None:
    with suppress(OSError, EOFError), connection:
        try:
            said = (True, answer(connection.recv()))
        except RefusedError as error:
            said = (False, str(error))
        connection.send(said)
