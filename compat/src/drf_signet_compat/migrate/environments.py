"""
Which installed packages import Simple JWT themselves: as their metadata and sources say, none of which is run.

Looked at are the project's own environment, if it lies in its folder, and the one that this program runs in.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.utils import canonicalize_name

from drf_signet_compat.migrate.names import NEW_DISTRIBUTIONS, OLD, OLD_DISTRIBUTION
from drf_signet_compat.migrate.requirement import name_in
from drf_signet_compat.simplejwt.neighbours import ONLY_DESCRIBES

FRAMEWORKS: Final = frozenset({"django", "djangorestframework"})
SPARED: Final = FRAMEWORKS | ONLY_DESCRIBES | {OLD_DISTRIBUTION, *NEW_DISTRIBUTIONS}
"""What is not asked. Whatever imports Simple JWT requires one of the first two, or it."""

PLACES: Final = (
    *(f"{folder}/lib/python*/site-packages" for folder in (".venv", "venv", "env")),
    *(f"{folder}/Lib/site-packages" for folder in (".venv", "venv", "env")),
)
_IMPORT: Final = re.compile(rb"(?m)^[ \t]*(?:from|import)[ \t]+%b\b" % OLD.encode())


def neighbours(folder: Path) -> dict[str, str]:
    """Import names of packages that import Simple JWT, or require one that does, and the name of the one that does."""
    own = sorted(str(place) for pattern in PLACES for place in folder.glob(pattern))
    return dict(_neighbours((*own, *sys.path)))


@cache
def _neighbours(places: tuple[str, ...]) -> Mapping[str, str]:
    installed: dict[str, metadata.Distribution] = {}
    requirements: dict[str, frozenset[str]] = {}
    for one in metadata.distributions(path=list(places)):
        try:
            normal, required = canonicalize_name(one.metadata["Name"] or ""), frozenset(_required(one))
        except (OSError, ValueError):
            continue
        # The project's own environment comes first.
        installed.setdefault(normal, one)
        requirements.setdefault(normal, required)
    importing = [name for name, one in installed.items() if _may(name, requirements[name]) and _imports_it(one)]
    found: dict[str, str] = {}
    for name in sorted(importing):
        for user in _users(name, requirements):
            for module in _modules(installed[user], user):
                found.setdefault(module, name)
        found.update(dict.fromkeys(_modules(installed[name], name), name))
    return found


def _may(name: str, requirements: frozenset[str]) -> bool:
    return name not in SPARED and not requirements.isdisjoint({*FRAMEWORKS, OLD_DISTRIBUTION})


def _users(name: str, requirements: Mapping[str, frozenset[str]]) -> set[str]:
    """What requires *name*, or something that does."""
    found: set[str] = set()
    new = {name}
    while new:
        new = {user for user, wanted in requirements.items() if wanted & new} - found - {name}
        found |= new
    return found


def _required(distribution: metadata.Distribution) -> Iterator[str]:
    for requirement in distribution.requires or ():
        if name := name_in(requirement):
            yield name


def _imports_it(distribution: metadata.Distribution) -> bool:
    """Whether a source file of it does; where its files are not known, whether it requires Simple JWT."""
    sources = [Path(str(distribution.locate_file(one))) for one in distribution.files or () if one.suffix == ".py"]
    if not sources:
        return OLD_DISTRIBUTION in _required(distribution)
    return any(_IMPORT.search(text) for text in _texts(sources))


def _texts(sources: Iterable[Path]) -> Iterator[bytes]:
    for source in sources:
        try:
            yield source.read_bytes()
        except OSError:
            continue


def _modules(distribution: metadata.Distribution, name: str) -> set[str]:
    """The names that it is imported by."""
    files = distribution.files or ()
    packages = {one.parts[0] for one in files if one.name == "__init__.py" and len(one.parts) == 2}
    return packages or {name.replace("-", "_")}
