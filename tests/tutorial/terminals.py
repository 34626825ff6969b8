"""The terminals of the reader: those to type in, and those in which something runs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

END: Final = "-- end of block --"
PATIENCE: Final = 120.0
"""Seconds until something that runs has said what is waited for, on a busy machine."""


class Terminal:
    """Where the reader types."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            ["sh", "-u"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def type(self, text: str, *, may_fail: bool) -> str:
        """Type *text*, and read what is printed. Unless it *may_fail*, the first command that does ends the test."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"set {'+' if may_fail else '-'}e\n{text}\necho; echo '{END}'\n")
        self._process.stdin.flush()
        printed: list[str] = []
        for line in self._process.stdout:
            if line.strip() == END:
                return "".join(printed)
            printed.append(line)
        raise AssertionError(f"this failed:\n{text}\n{''.join(printed)}")

    def close(self) -> None:
        """Leave."""
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()
        self._process.wait()


class Running:
    """A command that goes on until it is stopped."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        with log.open("w") as output:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def printed(self) -> str:
        """What it has printed until now."""
        return re.sub(r"\x1b\[[\d;]*m", "", self._log.read_text())

    def find(self, pattern: str) -> str:
        """The first group of the last match of *pattern*, as soon as that was printed."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            if found := re.findall(pattern, self.printed()):
                return str(found[-1])
            time.sleep(0.05)
        raise AssertionError(f"no {pattern} in:\n{self.printed()}")

    def stop(self) -> None:
        """Stop it, and what it started."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(timeout=PATIENCE)
