"""Starts the service and those that verify, and ends them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.real_parts.ports import free_port, wait_for_port
from tests.rotation.names import ROOT


@dataclass
class Running:
    """One process, or gunicorn with several, and where it listens."""

    command: Sequence[str]
    port: int
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        with self.log.open("ab") as output:
            variables = {**os.environ, "no_proxy": "*", **self.environment}
            self.process = subprocess.Popen(self.command, cwd=ROOT, env=variables, stdout=output, stderr=output)
        wait_for_port(self.port)

    def stop(self) -> None:
        """End it, if it runs."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)
            self.process = None


@dataclass(frozen=True)
class Stage:
    """The service, in two processes, and two others that verify."""

    folder: Path
    service: Running
    verifiers: Sequence[Running]


@contextmanager
def staged(folder: Path, speed: float) -> Iterator[Stage]:
    """All of them, until the end of the block. The clock of those that verify runs *speed* times as fast."""
    port = free_port()
    gunicorn = [
        *(sys.executable, "-m", "gunicorn", "--preload", "--no-control-socket", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"),
        *("--graceful-timeout", "2", "tests.rotation.wsgi:application"),
    ]
    service = Running(gunicorn, port, folder / "service.log", {"ROTATION_FOLDER": str(folder)})
    verifiers = [_verifier(folder / f"verifier_{number}", service.url, speed) for number in (1, 2)]
    try:
        for one in (service, *verifiers):
            one.start()
        yield Stage(folder, service, verifiers)
    finally:
        for one in (*verifiers, service):
            one.stop()
    for one in (service, *verifiers):
        assert "Traceback" not in one.log.read_text(), one.log.read_text()


def _verifier(folder: Path, service_url: str, speed: float) -> Running:
    port = free_port()
    words = (str(port), f"{service_url}/.well-known/jwks.json", str(folder), str(speed))
    return Running([sys.executable, "-m", "tests.rotation.orders", *words], port, folder.with_suffix(".log"))
