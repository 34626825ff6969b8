"""The services that may ask about tokens, as the variable SERVICES has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

ENTRY: Final = re.compile(r"([^\s:,]+):(sha256:[0-9a-f]{64}|(?!sha256:)[!-+\--~]{32,})", re.ASCII)
"""An id, and a secret or the hash of one."""

MESSAGE: Final = (
    "SERVICES should look like orders:SECRET,billing:SECRET, each with a secret of at least 32 characters, or sha256: "
    "and 64 hexadecimal digits."
)


def read_services(value: str, problems: list[str]) -> Mapping[str, tuple[str, ...]]:
    """The secrets of each service. Adds to *problems* where *value* can't be read, and repeats none of it there."""
    found: dict[str, tuple[str, ...]] = {}
    for one in filter(None, map(str.strip, value.split(","))):
        entry = ENTRY.fullmatch(one)
        if entry is None:
            problems.append(MESSAGE)
            return {}
        found[entry[1]] = (*found.get(entry[1], ()), entry[2])
    return found
