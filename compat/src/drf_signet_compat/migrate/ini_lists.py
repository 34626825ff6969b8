"""Requirements of Simple JWT in ``setup.cfg`` and ``tox.ini``: a line each below their key."""

from __future__ import annotations

import re
from typing import Final

from drf_signet_compat.migrate import requirement_lines

LISTS: Final = frozenset({"install_requires", "setup_requires", "tests_require", "deps", "requires"})
EXTRAS: Final = "options.extras_require"
"""A section all of whose keys are such lists."""

_PART: Final = re.compile(
    r"(?m)^\[(?P<section>[^\]\n]+)\]"
    r"|^(?P<key>[\w.{},:-]+?)[ \t]*[=:](?!=)(?P<value>[^\n]*\n?(?:[ \t][^\n]*\n?|\r?\n|#[^\n]*\n?)*)"
)
_BESIDE_THE_KEY: Final = re.compile(r"[ \t]*(?=[^\s])")


def changed(text: str) -> str:
    """The file with our distributions in place of Simple JWT, in each list that requires it."""
    parts: list[str] = []
    section, end = "", 0
    for found in _PART.finditer(text):
        section = found["section"] or section
        if found["key"] in LISTS or (found["key"] and section == EXTRAS):
            parts += [text[end : found.start("value")], _changed_list(found["value"])]
            end = found.end("value")
    return "".join([*parts, text[end:]])


def _changed_list(value: str) -> str:
    """The lines of a list. A value on the line of its key moves to a line of its own if it becomes two."""
    newline = "\r\n" if "\r\n" in value else "\n"
    lines = _BESIDE_THE_KEY.sub(f"{newline}    ", value, count=1) if _BESIDE_THE_KEY.match(value) else value
    after = requirement_lines.changed(lines)
    return value if after == lines else after
