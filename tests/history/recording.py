"""Writing a log: one line of JSON for each request, also from several processes at once."""

from __future__ import annotations

import base64
import binascii
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.history.entry import FAULT


class Recorder:
    """Appends to *log*. The system writes each line whole, as it is appended with one call."""

    def __init__(self, log: Path) -> None:
        self._file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, **fields: object) -> None:
        """One line, without what is None."""
        line = json.dumps({name: value for name, value in fields.items() if value is not None})
        os.write(self._file, f"{line}\n".encode())

    def close(self) -> None:
        """Nothing more is written."""
        os.close(self._file)


@contextmanager
def note(log: Path, what: str, *, forgets: bool = False) -> Iterator[None]:
    """
    Write into *log* that a fault lasted for the time of the block.

    With *forgets*, the database may have lost commits then that didn't wait for the disk: those of refreshes.
    """
    began = now()
    try:
        yield
    finally:
        recorder = Recorder(log)
        recorder.write(who="fault", kind=FAULT, sent=began, ended=now(), why=what, code="forgets" if forgets else "")
        recorder.close()


def now() -> float:
    """Seconds of CLOCK_MONOTONIC. JavaScript's ``process.hrtime`` reads the same clock."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def name_of(secret: str) -> str:
    """What a log may say of *secret*."""
    return sha256(secret.encode()).hexdigest()[:16]


def claims_in(token: object) -> dict[str, Any]:
    """What *token* says, unverified; nothing where it is none."""
    try:
        part = str(token).split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, binascii.Error):
        return {}
    return claims if isinstance(claims, dict) else {}


def session_in(claims: dict[str, Any]) -> str | None:
    """The name of the session."""
    return name_of(str(claims["sid"])) if "sid" in claims else None


def token_in(claims: dict[str, Any]) -> str | None:
    """The name of the token: not of how it was signed, as an answer that is given again may be signed anew."""
    return name_of(str(claims["jti"])) if "jti" in claims else None
