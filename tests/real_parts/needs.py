"""Programs that a test needs and a machine may lack."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def program(*names: str, package: str) -> str:
    """
    The path of the first of *names* that is installed.

    Where there is none the test is skipped, with the Debian *package* to install; with SIGNET_REQUIRE_ALL=1 it fails.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing(f"{names[0]} is not installed: apt-get install {package}")


def missing(reason: str) -> NoReturn:
    """Skip the test, or fail it with SIGNET_REQUIRE_ALL=1."""
    if os.environ.get("SIGNET_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
