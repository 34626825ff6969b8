"""One requirement of Simple JWT, as a list of requirements says it, and those that take its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from drf_signet_compat.migrate.names import NEW_DISTRIBUTIONS, OLD_DISTRIBUTION

_MARKER: Final = re.compile(r"\s*;.*", re.DOTALL)


def name_in(text: str) -> str | None:
    """The canonical name of what *text* as a whole requires, or None where it is no requirement."""
    try:
        return canonicalize_name(Requirement(text).name)
    except InvalidRequirement:
        return None


def is_simple_jwt(text: str) -> bool:
    """Whether *text* as a whole requires Simple JWT."""
    return name_in(text) == OLD_DISTRIBUTION


def missing(texts: Iterable[str]) -> list[str]:
    """Those of our distributions that none of the *texts* requires."""
    present = set(map(name_in, texts))
    return [name for name in NEW_DISTRIBUTIONS if name not in present]


def instead(text: str, names: Collection[str]) -> list[str]:
    """
    Requirements of *names* under the same condition (marker) as *text*, which requires Simple JWT.

    Extras, versions and the address are those of Simple JWT, and go with it.
    """
    required = Requirement(text)
    behind = text.index(required.url) + len(required.url) if required.url else 0
    marker = _MARKER.search(text, behind) if required.marker else None
    return [f"{name}{marker.group() if marker else ''}" for name in names]
