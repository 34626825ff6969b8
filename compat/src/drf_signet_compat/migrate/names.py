"""The names of Simple JWT, and what replaces each."""

from __future__ import annotations

import re
from typing import Final

OLD: Final = "rest_framework_simplejwt"
NEW: Final = "drf_signet_compat.simplejwt"
NEW_ROOT: Final = "drf_signet_compat"
OLD_DISTRIBUTION: Final = "djangorestframework-simplejwt"
NEW_DISTRIBUTIONS: Final = ("drf-signet", "drf-signet-compat")

MODULES: Final = frozenset(
    {
        "authentication",
        "backends",
        "exceptions",
        "models",
        "serializers",
        "settings",
        "state",
        "token_blacklist",
        "tokens",
        "utils",
        "views",
    }
)
"""The modules that both packages have. What else follows the old name is none of ours, such as a web address."""

DISTRIBUTION: Final = re.compile(r"(?i:djangorestframework[-_.]+simplejwt)(?![A-Za-z0-9]|[-_.]+[A-Za-z0-9])")
"""How the distribution is spelled, in texts of any kind."""

MENTION: Final = re.compile(rf"{OLD}|{DISTRIBUTION.pattern}")

_APP = re.compile(rf"{OLD}(\.token_blacklist)?(\.apps\.\w+)?")
_DOTTED = re.compile(rf"{OLD}\.({'|'.join(sorted(MODULES))})(\.[^\W\d]\w*)*")


def is_app(text: str) -> bool:
    """Whether *text* as a whole names one of its apps, as other packages look for them."""
    return _APP.fullmatch(text) is not None


def is_dotted_path(text: str) -> bool:
    """Whether *text* as a whole is the path of a module of Simple JWT, or of a name in one."""
    return _DOTTED.fullmatch(text) is not None
