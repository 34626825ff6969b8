"""What our apps are called from `install` on: whatever they are called in Simple JWT, as well."""

from __future__ import annotations

from typing import Final

from drf_signet_compat.app_names import TwoNames, answer_to
from drf_signet_compat.simplejwt.alias import OURS, THEIRS, is_installed

NAMES: Final = TwoNames(THEIRS, OURS, frozenset({OURS, f"{OURS}.token_blacklist"}))


def app_name(own: str) -> str:
    """The name of the app in our module *own*: under `install` that of Simple JWT's, which equals ours, too."""
    return NAMES.app_name(own) if is_installed() else own


def answer_to_both() -> None:
    """Let Django find our apps by either name, if `install` was called."""
    if is_installed():
        answer_to(NAMES)
