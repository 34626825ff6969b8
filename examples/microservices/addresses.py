"""Where each service is, for the two programs of this folder."""

from __future__ import annotations

import json
import socket
from pathlib import Path

HERE = Path(__file__).parent
FILE = HERE / "run" / "addresses.json"
USUAL_PORTS = {"auth": 8000, "orders": 8001, "billing": 8002, "reports": 8003}


def choose() -> dict[str, str]:
    """The usual port of each service, or a free one where that is taken. `read` finds them, too."""
    chosen = {name: f"http://127.0.0.1:{_free(port)}" for name, port in USUAL_PORTS.items()}
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(chosen))
    return chosen


def read() -> dict[str, str]:
    """The addresses of the services that run. Raises `FileNotFoundError` where none do."""
    found: dict[str, str] = json.loads(FILE.read_text())
    return found


def forget() -> None:
    """The services have ended."""
    FILE.unlink(missing_ok=True)


def _free(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
