"""Requirements of Simple JWT in ``setup.cfg`` and ``tox.ini``: a line each below their key."""

from __future__ import annotations

import re
from typing import Final

from drf_signet_compat.migrate.edits import Edit
from drf_signet_compat.migrate.names import NEW_DISTRIBUTION
from drf_signet_compat.migrate.requirement_lines import REQUIREMENT

LISTS: Final = frozenset({"install_requires", "setup_requires", "tests_require", "deps", "requires"})
EXTRAS: Final = "options.extras_require"
"""A section all of whose keys are such lists."""

_LINE: Final = re.compile(
    r"(?P<indent>[ \t]*)(?:\[(?P<section>[^\]\n]+)\]|(?P<key>[\w.{},:-]+?)[ \t]*[=:](?![=])[ \t]*)?(?P<value>.*)"
)
_VALUE: Final = re.compile(rf"(?:[\w,{{}}!-]+:[ \t]+)?(?P<requirement>{REQUIREMENT})[ \t]*(?:;.*)?\r?")
"""In a list of tox, the environments that a requirement is for may stand before it."""


def find(text: str) -> list[Edit]:
    """The edits of an INI file."""
    edits = []
    section = key = ""
    start = 0
    for line in text.splitlines(keepends=True):
        found = _LINE.match(line)
        value = 0
        if found and found["section"] and not found["indent"]:
            section, key = found["section"].strip(), ""
        elif found and found["key"] and not found["indent"]:
            key, value = found["key"], found.start("value")
        if key in LISTS or (key and section == EXTRAS):
            body = line[value:].rstrip("\n")
            entry = _VALUE.fullmatch(body.lstrip(" \t"))
            if entry:
                shift = start + value + len(body) - len(body.lstrip(" \t"))
                edits.append(
                    Edit(shift + entry.start("requirement"), shift + entry.end("requirement"), NEW_DISTRIBUTION)
                )
        start += len(line)
    return edits
