"""Where the source is that the pages describe, and where the pages are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = ROOT / "src" / "drf_signet"
SERVICE: Final = ROOT / "src" / "signet_server"
COMPAT: Final = ROOT / "compat" / "src" / "drf_signet_compat"
SIMPLE_JWT: Final = COMPAT / "simplejwt"
PAGES: Final = ROOT / "docs" / "reference"
