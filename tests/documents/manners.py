"""The two ways in which somebody takes code that was written for Simple JWT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Manner:
    """What becomes of the names in a text, and what its settings begin with."""

    name: str
    package: str
    dictionary: str
    first_lines: str

    def adapt(self, text: str) -> str:
        """The *text* as somebody pastes it."""
        renamed = text.replace("rest_framework_simplejwt", self.package)
        return renamed.replace("SIMPLE_JWT", self.dictionary)


RENAMED: Final = Manner("renamed", "drf_signet", "SIGNET", "")
PASTED: Final = Manner(
    "pasted",
    "rest_framework_simplejwt",
    "SIMPLE_JWT",
    "from drf_signet_compat.simplejwt import install\n\ninstall()\n",
)
MANNERS: Final = [RENAMED, PASTED]
