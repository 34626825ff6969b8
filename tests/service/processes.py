"""`signet serve` and `signet demo` as trees of processes that a test may look into, and kill."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from tests.service.conftest import clean_environment

SECRETS: Final = {
    "SECRET_KEY": "An-unguessable-secret-Key-0123456789-abcdefghij-KLMNOP",
    "SIGNING_KEY": "k1" * 32,
    "ALLOWED_HOSTS": "127.0.0.1",
    "EMAIL_URL": "console:",
}

LISTENING: Final = re.compile(rb"Signet is (listening|running)")


@dataclass
class Tree:
    """A master process and its workers, which listen on *port* and print to *log*."""

    master: subprocess.Popen[bytes]
    port: int
    log: Path
    log_starts: int
    """Where in the log its own part starts."""

    @property
    def url(self) -> str:
        """Where it is found."""
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> Sequence[psutil.Process]:
        """The processes that answer requests."""
        return workers_of(self.master.pid)

    def wait_until_listening(self, seconds: float = 60) -> bool:
        """Whether it says so, in *seconds*: a port that is open may be that of those who were there before."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.master.poll() is None:
            if LISTENING.search(self.log.read_bytes(), self.log_starts):
                return True
            time.sleep(0.05)
        return False

    def wait_for_workers(self, number: int, seconds: float = 30) -> Sequence[psutil.Process]:
        """The workers, as soon as there are *number* of them. Raises `TimeoutError`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if len(found := self.workers()) == number:
                return found
            time.sleep(0.05)
        raise TimeoutError(f"{len(self.workers())} workers instead of {number}")

    def kill_master(self) -> Sequence[psutil.Process]:
        """As the kernel does when memory is short. The answer is the workers that are left without a master."""
        orphans = self.workers()
        self.master.kill()
        self.master.wait(timeout=20)
        return orphans


def workers_of(master: int) -> Sequence[psutil.Process]:
    """The processes below *master* that live: one that was killed stays until the master has seen it."""
    return [one for one in psutil.Process(master).children(recursive=True) if _lives(one)]


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextmanager
def tree(
    words: Sequence[str], variables: Mapping[str, str], port: int, log: Path, module: str = "signet_server"
) -> Iterator[Tree]:
    """``signet`` with *words* and *variables*, on *port* unless it is 0; all its processes are gone afterwards."""
    with log.open("ab") as output:
        log_starts = output.tell()
        master = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", module, *words],
            env=clean_environment({**variables, "PORT": str(port or "")}),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    started = Tree(master, port, log, log_starts)
    try:
        yield started
    finally:
        master.terminate()
        with suppress(subprocess.TimeoutExpired):
            master.wait(timeout=20)
        with suppress(ProcessLookupError):
            os.killpg(master.pid, signal.SIGKILL)
        master.wait()


def wait_until_gone(processes: Sequence[psutil.Process], seconds: float) -> Sequence[psutil.Process]:
    """Those of *processes* that are still there after *seconds*."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and any(map(is_running, processes)):
        time.sleep(0.05)
    return [one for one in processes if is_running(one)]


def freeze(process: psutil.Process) -> None:
    """Stop *process* where it is, and wait until each of its threads has: on a busy machine, some go on for a while."""
    process.suspend()
    states = Path(f"/proc/{process.pid}/task")
    while any(_state(one) != "T" for one in states.iterdir()):
        time.sleep(0.001)


def _state(task: Path) -> str:
    # The name before it is in brackets, and may have any character.
    return (task / "stat").read_text().rpartition(")")[2].split()[0]


def is_running(process: psutil.Process) -> bool:
    """Whether *process* is there, and no zombie."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def descriptors(process: psutil.Process) -> set[str]:
    """
    What *process* has open that two processes may not share: files of a database, and connections.

    Their names tell them apart. Sockets that listen, and pipes between the processes, may be shared and are left out.
    """
    folder = Path(f"/proc/{process.pid}/fd")
    targets = {str(one.readlink()) for one in folder.iterdir()}
    return {one for one in targets if "sqlite3" in one or (one.startswith("socket:") and one not in listening())}


def listening() -> set[str]:
    """The sockets of this machine that listen."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {f"socket:[{row[9]}]" for row in rows if row[3] == "0A"}
