"""Key sets that outlive the process, so that a restart needs no issuer. `FileKeeper` keeps them in private files."""

from __future__ import annotations

import json
import os
import stat
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, NamedTuple, Protocol

from signet_tokens.errors import TokenError
from signet_tokens.strict_json import load_object

MAXIMUM_BYTES: Final = 1_048_576


class KeySetKeeper(Protocol):
    """
    Keeps texts by their names. Anyone who can write there can make tokens that this process accepts.
    """

    def load(self, key: str) -> str | None:
        """The text that was saved last under *key*: lower-case letters, digits and hyphens. May raise anything."""

    def save(self, key: str, text: str) -> None:
        """
        Keep *text*, at most 1 MB, under *key*. May raise anything: the process goes on without.

        Called in a thread that ends afterwards: close there what you open for a thread.
        """


class KeptKeySet(NamedTuple):
    """A key set as it was fetched."""

    identifier: str
    """Of the address that it is of."""

    url: str
    fetched_at: float
    """In seconds since 1970."""

    document: bytes


def keeping_name(identifier: str) -> str:
    """What the key set of that address is kept under."""
    return f"signet-keys-{sha256(identifier.encode()).hexdigest()[:32]}"


def written(kept: KeptKeySet) -> str:
    """*kept* as a text that `read_kept` reads."""
    return json.dumps({**kept._asdict(), "document": kept.document.decode()})


def read_kept(text: str, identifier: str) -> KeptKeySet:
    """The key set in *text*. Raises `ValueError` unless it is one of that address."""
    try:
        found = load_object(text.encode())
    except TokenError:
        raise ValueError("it is damaged") from None
    match found:
        case {
            "identifier": str(named),
            "url": str(url),
            "fetched_at": int() | float() as fetched_at,
            "document": str(document),
        } if not isinstance(fetched_at, bool):
            if named != identifier:
                raise ValueError("it is of another issuer")
            return KeptKeySet(named, url, fetched_at, document.encode())
    raise ValueError("it is damaged")


class FileKeeper:
    """
    Keeps each text in a file of *folder*, such as ``"~/.cache/orders"``, which is made with its parents.

    Only the user of this process reads the files.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder).expanduser()

    def __repr__(self) -> str:
        return f"FileKeeper({str(self._folder)!r})"

    def load(self, key: str) -> str | None:
        """
        What was saved. Raises `OSError`, and `ValueError` for a file that others could have written.
        """
        path = self._path(key)
        try:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        except FileNotFoundError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            _check_own(os.fstat(file.fileno()), path)
            text = file.read(MAXIMUM_BYTES + 1)
        if len(text) > MAXIMUM_BYTES:
            raise ValueError(f"{path} is too large")
        return text.decode()

    def save(self, key: str, text: str) -> None:
        """Replace the file at once, so that no reader sees half of it. Raises `OSError`."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(key)
        with NamedTemporaryFile("w", dir=self._folder, prefix=f".{path.name}.", delete=False) as file:
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def _check_own(status: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise ValueError(f"{path} is not a file")
    if not hasattr(os, "geteuid"):
        return
    if status.st_uid not in (os.geteuid(), 0) or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ValueError(f"others than the user of this process can write {path}")
