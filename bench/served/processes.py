"""A service on a core of its own, and the processor time of it and of its children."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.real_parts.ports import wait_for_port

TICK: Final = 1 / os.sysconf("SC_CLK_TCK")
STARTING: Final = 180.0
ENDING: Final = 15.0
"""Seconds."""


@dataclass(frozen=True)
class Cores:
    """The processor cores: one for the service that is measured, the others for PostgreSQL and the load."""

    service: int
    others: frozenset[int]

    @classmethod
    def divide(cls) -> Cores:
        """Those of this process. Raises `RuntimeError` if it has only one."""
        available = sorted(os.sched_getaffinity(0))
        if len(available) < 2:
            raise RuntimeError("This benchmark needs two processor cores.")
        return cls(available[0], frozenset(available[1:]))


@dataclass(frozen=True)
class Command:
    """What starts a process, and where."""

    words: Sequence[str]
    environment: Mapping[str, str]
    folder: Path

    def run(self) -> None:
        """Run it to its end. Raises `RuntimeError` with what it said if it fails."""
        done = subprocess.run(
            self.words, env=dict(self.environment), cwd=self.folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(self.words)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


@contextmanager
def running(command: Command, port: int, core: int, log: Path) -> Iterator[int]:
    """The process, from when it listens on *port* to the end of the block; the value is its id."""
    words = ["taskset", "--cpu-list", str(core), *command.words]
    with log.open("ab") as output:
        process = subprocess.Popen(
            words, env=dict(command.environment), cwd=command.folder, stdout=output, stderr=output
        )
    try:
        _wait(process, port, log)
        yield process.pid
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + STARTING
    while True:
        with suppress(TimeoutError):
            return wait_for_port(port, 0.2)
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{process.args!r} doesn't listen:\n{log.read_text(errors='replace')[-3000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    children = tree(process.pid)
    process.terminate()
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:
        for one in children:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        process.wait(ENDING)


def tree(root: int) -> list[int]:
    """The process *root* and all that come from it."""
    parents = {int(one.name): _parent(one) for one in Path("/proc").iterdir() if one.name.isdigit()}
    found, members = [root], {root}
    for one in found:
        for child, parent in parents.items():
            if parent == one and child not in members:
                members.add(child)
                found.append(child)
    return found


def processor_time(root: int) -> float:
    """Seconds of the processor that *root*, its children and those of them that have ended have taken."""
    return sum(map(_taken, tree(root)))


def _parent(folder: Path) -> int | None:
    fields = _fields(folder)
    return int(fields[1]) if fields else None


def _taken(process: int) -> float:
    fields = _fields(Path("/proc", str(process)))
    # utime, stime, and those of its children that were waited for: proc(5).
    return sum(map(int, fields[11:15])) * TICK if fields else 0.0


def _fields(folder: Path) -> list[str]:
    """Those of ``stat`` behind the name, which may hold anything. Empty if the process has ended."""
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
