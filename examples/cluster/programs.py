"""The programs that the cluster is made of, as Debian has them."""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

PACKAGES: Final[Mapping[str, str]] = {
    "haproxy": "haproxy",
    "pgbouncer": "pgbouncer",
    "patroni": "patroni python3-etcd",
    "etcd": "etcd-server",
    "redis-server": "redis-server",
    "postgres": "postgresql",
}
"""The name of a program, and the Debian packages that it needs."""

EQUALS: Final[Mapping[str, str]] = {"redis-server": "valkey-server"}
"""What does as well, and is used where both are there."""

FOLDERS: Final = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
"""Where to look: first in PATH, which lacks the `sbin` folders for most users."""

POSTGRESQL: Final = Path("/usr/lib/postgresql")
"""Each version has a folder `bin` of its own there."""

UNPRIVILEGED: Final = ("postgres", "nobody")


class MissingProgramsError(Exception):
    """The cluster can't start on this machine."""

    def __init__(self, packages: list[str]) -> None:
        super().__init__(f"The cluster needs programs that are missing here: apt-get install {' '.join(packages)}")


def find_programs() -> Mapping[str, str]:
    """The path of each program. Raises `MissingProgramsError`, which names the packages to install."""
    found = {name: _path(name) for name in PACKAGES}
    missing = sorted(PACKAGES[name] for name, path in found.items() if path is None)
    if missing:
        raise MissingProgramsError(missing)
    return {name: path for name, path in found.items() if path is not None}


def unprivileged_user() -> str | None:
    """The user that runs PostgreSQL and PgBouncer, which refuse to run as root. None where we aren't root."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def _path(name: str) -> str | None:
    return next(filter(None, _paths(name)), None)


def _paths(name: str) -> Iterator[str | None]:
    if name == "postgres":
        yield from (str(one / "bin" / name) for one in _versions() if (one / "bin" / name).exists())
        return
    path = os.pathsep.join((os.environ.get("PATH", ""), *FOLDERS))
    if name in EQUALS:
        yield shutil.which(EQUALS[name], path=path)
    yield shutil.which(name, path=path)


def _versions() -> list[Path]:
    """The newest first."""
    numbered = [one for one in POSTGRESQL.glob("*") if one.name.isdigit()]
    return sorted(numbered, key=lambda one: int(one.name), reverse=True)
