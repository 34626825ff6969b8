"""The two terminals of a reader: one in which the server runs, and one to type in."""

from __future__ import annotations

import re
import shlex
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final

END: Final = "-- end of block --"
PATIENCE: Final = 60.0
"""Seconds."""


class ServerTerminal:
    """Where the server runs, on a free port, and prints its mails."""

    def __init__(self, command: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.log = folder / "server.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*shlex.split(command), "--noreload", "127.0.0.1:0"],
                cwd=folder,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def find(self, pattern: str) -> str:
        """The first group of *pattern*, as soon as the server has printed it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if found := re.search(pattern, self.log.read_text()):
                return found[1]
            time.sleep(0.05)
        raise LookupError(self.log.read_text())

    def close(self) -> None:
        """Stop the server."""
        self.process.terminate()
        self.process.wait()


class Shell:
    """Where the reader types. It ends at the first command that fails."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            ["sh", "-eu"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.stdin: IO[str] = self.process.stdin
        self.stdout: IO[str] = self.process.stdout

    def type(self, text: str) -> str:
        """Type *text*, and read what is printed."""
        self.stdin.write(f"{text}\necho; echo '{END}'\n")
        self.stdin.flush()
        printed: list[str] = []
        for line in self.stdout:
            if line.strip() == END:
                return "".join(printed)
            printed.append(line)
        raise LookupError(f"{text}\n{''.join(printed)}")

    def close(self) -> None:
        """Leave."""
        self.stdin.close()
        self.stdout.close()
        self.process.wait()
