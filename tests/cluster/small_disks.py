"""Disks of their own for the databases, so small that a test can fill them."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

import psycopg

from examples.cluster.databases import Database
from tests.cluster.database_faults import AFTER, wait_for_another
from tests.cluster.fault import Fault
from tests.cluster.stage import Stage

SIZE: Final = 1_200
"""MiB: each failover begins a file of 16, which stays for a while. What isn't used takes no memory."""

FILES: Final = 24
"""So many files of its log, of 16 MiB, are more than PostgreSQL keeps for reuse, and fit on the disks of replicas."""

CHUNK: Final = b"\0" * 2**20


@contextmanager
def on_small_disks(databases: Sequence[Database]) -> Iterator[bool]:
    """In this block, each of *databases* has one. False where we may not make any."""
    with ExitStack() as exits:
        yield all(_mount(one, exits) for one in databases)


def _mount(database: Database, exits: ExitStack) -> bool:
    if os.geteuid() != 0 or database.user is None:
        return False
    database.data.mkdir(mode=0o700)
    owner = pwd.getpwnam(database.user)
    options = f"size={SIZE}m,mode=0700,uid={owner.pw_uid},gid={owner.pw_gid}"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(database.data)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        return False
    exits.callback(subprocess.run, ["umount", "-l", str(database.data)], check=True)
    return True


@contextmanager
def full(stage: Stage) -> Iterator[None]:
    """Something else fills the disk of the primary, which ends if it finds no room for its log of changes."""
    primary = stage.cluster.primary()
    filler = primary.data / "filler"
    try:
        fill(filler)
        with suppress(psycopg.Error), psycopg.connect(primary.superuser_url, autocommit=True) as connection:
            # It goes on as long as there is room in the file that it has begun, so have it begin others.
            for _ in range(FILES):
                connection.execute("SELECT pg_switch_wal(), txid_current()")
        yield
        if not primary.is_primary():
            wait_for_another(stage, primary)
    finally:
        filler.unlink()


def fill(filler: Path) -> None:
    """Leave no room beside *filler*."""
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(CHUNK)


FAULT: Final = Fault("disk full", full, 2 * AFTER, forgets=True)
