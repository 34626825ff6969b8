"""The project with all kinds of endpoints, started for tests and benchmarks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import requests

ROOT: Final = Path(__file__).resolve().parents[2]

LIFETIME: Final = 300
"""Seconds that an access token lives."""

ROTATES_AND_BLACKLISTS: Final = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}


@dataclass(frozen=True)
class Stage:
    """Where the project is."""

    url: str

    def expire(self) -> None:
        """Let an access lifetime go by, and a second."""
        requests.post(f"{self.url}clock/", data=str(LIFETIME + 1), timeout=20).raise_for_status()


@contextmanager
def running(simple_jwt: Mapping[str, object] | None = None) -> Iterator[Stage]:
    """One that runs, with the dict *simple_jwt*."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.lifetimes.service"],
        cwd=ROOT,
        env={**os.environ, "LIFETIMES_SIMPLE_JWT": json.dumps(dict(simple_jwt or {}))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Stage(process.stdout.readline().strip())
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()
