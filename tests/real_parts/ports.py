"""Ports of this machine on which a test's own servers listen."""

from __future__ import annotations

import socket
import time
from pathlib import Path


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_port(port: int, seconds: float = 20) -> None:
    """Return as soon as somebody listens on *port*. Raises `TimeoutError`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nobody listens on port {port}")


def wait_for_socket(path: Path, seconds: float = 20) -> None:
    """Return as soon as somebody listens on the Unix socket at *path*. Raises `TimeoutError`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(path)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nobody listens at {path}")
