"""Other processes that use the client."""

from __future__ import annotations

import os
from pathlib import Path


def environment() -> dict[str, str]:
    """That of a process which imports the client."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
