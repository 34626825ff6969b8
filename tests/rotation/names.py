"""What the service and those that verify call each other and their files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ISSUER: Final = "https://auth.example"
AUDIENCE: Final = "https://orders.example"
USERNAME: Final = "ada"
PASSWORD: Final = "correct-horse-battery"
ROOT: Final = Path(__file__).resolve().parents[2]


def key_file(folder: Path) -> Path:
    """Where the processes of the service find their keys."""
    return folder / "keys.json"
