"""On what it was measured, in words that name nobody's machine."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from typing import Final

from bench.packages import SIGNET, SIMPLE_JWT

DISTRIBUTIONS: Final = {
    "Django": "django",
    "Django REST framework": "djangorestframework",
    "joserfc": "joserfc",
    "PyJWT": "pyjwt",
    "cryptography": "cryptography",
}


def versions() -> dict[str, str]:
    """The version of everything that has a share in the result."""
    return {
        **{package.name: package.version for package in (SIGNET, SIMPLE_JWT)},
        "Python": f"{platform.python_version()} ({platform.python_implementation()})",
        **{name: version(distribution) for name, distribution in DISTRIBUTIONS.items()},
        "SQLite": sqlite3.sqlite_version,
    }


def machine() -> str:
    """Cores, memory and the kind of operating system."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} processor cores ({platform.machine()}), {memory:.0f} GiB of memory, {platform.system()}"
