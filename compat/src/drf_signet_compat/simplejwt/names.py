"""The name of this package, and of the package that it replaces."""

from __future__ import annotations

from typing import Final

from drf_signet_compat.app_names import TwoNames

THEIRS: Final = "rest_framework_simplejwt"
OURS: Final = "drf_signet_compat.simplejwt"
NAMES: Final = TwoNames(THEIRS, OURS, frozenset({OURS, f"{OURS}.token_blacklist"}))
