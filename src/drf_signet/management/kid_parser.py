"""Arguments among which the identifier of a key may be."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Final

from django.core.management.base import CommandParser

HYPHENATED: Final = re.compile(r"-[\w-]+")
"""A ``kid``, or how it begins; or an option."""

END: Final = "--"
"""What follows is no option."""


class KidParser(CommandParser):
    """
    Reads a ``kid`` that begins with a hyphen as one, not as an option: of those that Signet makes, 1 in 64 does.

    It may begin with two of them, too. A word that begins as an option does is that option, except after `END`.
    """

    def parse_known_args(  # type: ignore[override]  # which has overloads
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse has it."""
        words = list(args or ())
        if END in words:
            return super().parse_known_args(words, namespace)
        kids = [one for one in words if HYPHENATED.fullmatch(one) and not self._begins_option(one)]
        others = [one for one in words if one not in kids]
        return super().parse_known_args([*others, END, *kids] if kids else words, namespace)

    def _begins_option(self, word: str) -> bool:
        return any(one.startswith(word) for action in self._actions for one in action.option_strings)
