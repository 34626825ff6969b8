"""What the package of each dialect is called, and what both stand in for."""

from __future__ import annotations

from typing import Final

from drf_signet_compat.app_names import TwoNames

THEIRS: Final = "rest_framework_jwt"
OLD: Final = "drf_signet_compat.drf_jwt"
FORK: Final = f"{OLD}.v1_19"
BLACKLIST: Final = f"{FORK}.blacklist"
OLD_NAMES: Final = TwoNames(THEIRS, OLD, frozenset({OLD}))
FORK_NAMES: Final = TwoNames(THEIRS, FORK, frozenset({FORK, BLACKLIST}))
