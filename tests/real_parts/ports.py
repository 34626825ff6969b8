"""Ports of this machine on which a test's own servers listen."""

from __future__ import annotations

import fcntl
import os
import socket
import ssl
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from random import SystemRandom
from typing import Final

POSSIBLE: Final = range(20_000, 32_000)
"""Below those that systems give to connections that go out (32768 on Linux, 49152 elsewhere)."""

PATIENCE: Final = 120.0
"""Seconds until a server listens, on a busy machine."""

_held: Final[list[int]] = []


def free_port() -> int:
    """
    A port that nobody listens on, and that no other process of these tests gets while this one runs.

    A port that the system chose is free for a moment only: a connection that goes out may get it, or another server.
    """
    folder = Path(tempfile.gettempdir(), "signet-ports")
    folder.mkdir(mode=0o777, exist_ok=True)
    for port in SystemRandom().sample(POSSIBLE, len(POSSIBLE)):
        if _is_free(port) and _reserve(folder / str(port)):
            return port
    raise OSError("no port is free")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _reserve(file: Path) -> bool:
    """Lock *file* until this process ends. Another process may hold it."""
    lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return False
    _held.append(lock)
    return True


def wait_for_port(port: int, seconds: float = PATIENCE) -> None:
    """Return as soon as somebody listens on *port*. Raises `TimeoutError`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nobody listens on port {port}")


def wait_for_tls(port: int) -> None:
    """
    Return as soon as somebody on *port* has a certificate to show. Raises `TimeoutError`.

    A server that makes its own listens before it has one.
    """
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("localhost", port), timeout=PATIENCE) as probe:
            context.wrap_socket(probe, server_hostname="localhost").close()
            return
        time.sleep(0.02)
    raise TimeoutError(f"nobody shows a certificate on port {port}")


def wait_for_socket(path: Path, seconds: float = PATIENCE) -> None:
    """Return as soon as somebody listens on the Unix socket at *path*. Raises `TimeoutError`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(path)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nobody listens at {path}")
