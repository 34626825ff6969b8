"""Ports of this machine on which the parts listen."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from pathlib import Path
from random import SystemRandom
from typing import Final

POSSIBLE: Final = range(10_000, 20_000)
"""Below those that the system gives to connections that go out (32768 on Linux)."""

_locks: Final[list[int]] = []


def free_port() -> int:
    """
    A port that nobody listens on, and that no other cluster of this user gets while this process runs.

    A part may start long after its port was chosen, and start again, so a lock keeps the port for it. Raises `OSError`
    where none is free.
    """
    folder = Path(tempfile.gettempdir(), f"signet-cluster-ports-{os.geteuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    for port in SystemRandom().sample(POSSIBLE, len(POSSIBLE)):
        if _is_free(port) and _reserve(folder / str(port)):
            return port
    raise OSError("no port is free")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # A port whose last connections are still being closed is free, too.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _reserve(file: Path) -> bool:
    """Lock *file* until this process ends. False where another process has it, or a part of this cluster."""
    lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return False
    _locks.append(lock)
    return True
