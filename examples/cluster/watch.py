"""Ends what a starter left behind: it reads the ids of processes, and kills them when the starter is gone."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Self

import psutil

from examples.cluster.part import pid_in, send, tree

WAIT: Final = 10.0


class Watch:
    """A process of its own. The kernel closes its input with the starter, however that ends."""

    def __init__(self) -> None:
        self._lock = Lock()

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "examples.cluster.watch"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(WAIT)

    def add(self, what: int | Path) -> None:
        """Kill the process with this id in the end, or the one whose id is in the first line of this file."""
        assert self._process.stdin is not None
        with self._lock:
            self._process.stdin.write(f"{what}\n")
            self._process.stdin.flush()


def main() -> None:
    """Until the input ends; then kill."""
    known: list[psutil.Process] = []
    files: list[Path] = []
    for line in map(str.strip, sys.stdin):
        if not line.isdigit():
            files.append(Path(line))
        elif psutil.pid_exists(int(line)):
            known += tree(int(line))[:1]
    # Patroni before PostgreSQL, which it would start again.
    for pid in (*(one.pid for one in known if one.is_running()), *map(pid_in, files)):
        send(signal.SIGKILL, tree(pid))


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    main()
