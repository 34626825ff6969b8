"""One part of the cluster: a process with its children, which an operator or a test may stop, kill and freeze."""

from __future__ import annotations

import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

STOPPING: Final = 30.0
"""Seconds until a part that was asked to end is killed: longer than any of them should take."""

STARTING: Final = 90.0
"""Seconds until a part is ready, on a busy machine."""

PAUSE: Final = 0.1
"""Seconds between two looks."""


class NotReadyError(Exception):
    """A part doesn't become ready. Its log says why."""


@dataclass
class Part:
    """What starts with *command*, and listens on *port*."""

    name: str
    role: str
    port: int
    log: Path
    command: Sequence[str]
    environment: Mapping[str, str]
    """All the variables of the next start."""

    user: str | None = None
    """The user that runs it. None where that is ours."""

    started: Callable[[int], None] = lambda _pid: None
    """Hears the id of each process, to end it when nobody else does."""

    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    is_frozen: bool = False

    def start(self) -> None:
        """Start it, and return at once: `wait_until_ready` waits. Does nothing where it runs."""
        if self.is_running:
            return
        options = {} if self.user is None else {"user": self.user, "group": _group(self.user), "extra_groups": []}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                cwd=self.log.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the starter, which ends the others in their turn
                **options,  # type: ignore[call-overload]
            )
        self.is_frozen = False
        self.started(self.process.pid)

    def stop(self) -> None:
        """End it as an operator would, with SIGTERM. After half a minute, it is killed."""
        self.thaw()
        if self.process is not None and self.is_running:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOPPING)
        self.kill()

    def kill(self) -> None:
        """End all of it at once, with SIGKILL."""
        send(signal.SIGKILL, self.processes())
        if self.process is not None:
            self.process.wait(STOPPING)
        self.is_frozen = False

    def freeze(self) -> None:
        """Let all of it stand still (SIGSTOP): it keeps its connections, and answers nothing."""
        while fresh := [one for one in self.processes() if _is_moving(one)]:
            send(signal.SIGSTOP, fresh)
            time.sleep(PAUSE / 10)
        self.is_frozen = True

    def thaw(self) -> None:
        """Let all of it go on (SIGCONT)."""
        send(signal.SIGCONT, self.processes())
        self.is_frozen = False

    @property
    def is_running(self) -> bool:
        """Whether its first process is there, if only frozen."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int | None:
        """The id of its first process, while that runs."""
        return self.process.pid if self.process is not None and self.is_running else None

    def processes(self) -> Sequence[psutil.Process]:
        """All of it: the first process and those that it started, parents first."""
        return tree(self.pid)

    def is_ready(self) -> bool:
        """Whether it can do its work."""
        return self.is_running

    def state(self) -> str:
        """In a word or two, what an operator wants to see."""
        if not self.is_running:
            return "down"
        if self.is_frozen:
            return "frozen"
        return "ready" if self.is_ready() else "not ready"

    def wait_until_ready(self, seconds: float = STARTING) -> None:
        """Return as soon as it is ready. Raises `NotReadyError` after *seconds*, or when it has ended."""
        end = time.monotonic() + seconds
        while not self.is_ready():
            if time.monotonic() >= end or not self.is_running:
                why = f"is not ready after {seconds:.0f} seconds" if self.is_running else "has ended"
                raise NotReadyError(f"{self.name} {why}. Its log says why: {self.log}")
            time.sleep(PAUSE)


def tree(pid: int | None) -> Sequence[psutil.Process]:
    """The process *pid* and all below it; none where it has ended."""
    try:
        first = psutil.Process(pid) if pid is not None else None
        return [] if first is None else [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def pid_in(file: Path) -> int | None:
    """The id in the first line of *file*, as PostgreSQL writes it."""
    try:
        return int(file.read_text().partition("\n")[0])
    except (OSError, ValueError):
        return None


def send(number: int, processes: Iterable[psutil.Process]) -> None:
    """Send the signal *number* to those of *processes* that are still there."""
    for one in processes:
        with suppress(psutil.NoSuchProcess):
            one.send_signal(number)


def _is_moving(process: psutil.Process) -> bool:
    try:
        return process.status() not in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid
