"""The environment variables of the service in the suite."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from signet_server.demo import CONSOLE, prepare_environment

PORT: Final = "CONFORMANCE_PORT"
ELSEWHERE: Final = "CONFORMANCE_ELSEWHERE"
STRICT: Final = "CONFORMANCE_STRICT"
"""Set to anything, each refresh token works once, as on a server without grace periods."""


def environment(folder: str, port: int, elsewhere: str) -> dict[str, str]:
    """The variables of a service with its data in *folder*, whatever this process has."""
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.conformance.settings",
        "DATABASE_URL": f"sqlite:///{folder}/conformance.sqlite3",
        "REDIS_URL": "",
        "EMAIL_URL": CONSOLE,
        PORT: str(port),
        ELSEWHERE: elsewhere,
    }
    prepare_environment(Path(folder), f"http://127.0.0.1:{port}", variables)
    return variables
