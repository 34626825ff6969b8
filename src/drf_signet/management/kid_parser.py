"""Arguments among which the identifier of a key may be."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Final

from django.core.management.base import CommandParser

HYPHENATED: Final = re.compile(r"-(?!h$)\w[\w-]*")
"""A ``kid``, or how it begins. Of the options, only ``-h`` looks like it."""


class KidParser(CommandParser):
    """Reads a ``kid`` that begins with a hyphen as one, not as an option: of those that Signet makes, 1 in 64 does."""

    def parse_known_args(  # type: ignore[override]  # which has overloads
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse has it."""
        words = list(args or ())
        kids = [one for one in words if HYPHENATED.fullmatch(one)]
        others = [one for one in words if one not in kids]
        return super().parse_known_args([*others, "--", *kids] if kids else words, namespace)
