"""The one user of the project in its own process."""

from __future__ import annotations

from typing import Final

USERNAME: Final = "ada"
PASSWORD: Final = "correct-horse-battery"
