"""The machine itself: how fast it hashes, and the room on its disk."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth import hashers

from signet_server.hashing import AT_ONCE, WAIT
from signet_server.live.finding import Finding

SLOW: Final = 1.0
"""Seconds of one hash. Two others may be in front, and nobody waits for longer than WAIT."""

LEAST: Final = 0.05
"""Of the disk."""


def hashing() -> Iterator[Finding]:
    """How long one password takes."""
    started = time.perf_counter()
    _Plain().encode("password", "a-salt-for-a-test")
    took = time.perf_counter() - started
    found = f"One password takes {1_000 * took:.0f} ms here; each process hashes {AT_ONCE} at once, for {WAIT:.0f} s"
    if took > SLOW:
        yield Finding("hashing", f"{found}. Many sign-ins at once get 503.", "Set ARGON2 to less, or use more cores.")
    else:
        yield Finding("hashing", f"{found}.")


def disk(folder: Path) -> Iterator[Finding]:
    """The room where *folder* is."""
    if not folder.is_dir():
        yield Finding("disk", f"There is no folder {folder}.", "Make it, or check DATABASE_URL.")
        return
    usage = shutil.disk_usage(folder)
    found = f"{usage.free / 1_073_741_824:.1f} GiB of {usage.total / 1_073_741_824:.1f} GiB are free at {folder}"
    if usage.free < LEAST * usage.total:
        yield Finding("disk", f"{found}. A database on a full disk refuses changes.", "Make room.")
    else:
        yield Finding("disk", f"{found}.")


class _Plain(hashers.Argon2PasswordHasher):
    """Without a place to wait for: it is the machine that is measured."""

    def __init__(self) -> None:
        self.memory_cost, self.time_cost, self.parallelism = settings.ARGON2
