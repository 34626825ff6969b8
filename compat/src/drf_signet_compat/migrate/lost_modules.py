"""What the project imports that Simple JWT alone has brought along: it goes with it, unless a requirement names it."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

LOST: Final = {"jwt": "PyJWT", "jose": "python-jose"}
"""Modules that come with Simple JWT, and not with what takes its place; and as what they are installed."""

STAYING: Final = {"cryptography": "cryptography"}
"""Modules that come with both."""

DISTRIBUTIONS: Final = frozenset({*LOST.values(), *STAYING.values()})
WORDS: Final = tuple(f"{verb} {name}" for verb in ("import", "from") for name in (*LOST, *STAYING))


def imported(tree: ast.Module) -> set[str]:
    """The modules of those two lists that a file imports."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                found |= {alias.name.partition(".")[0] for alias in aliases}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module.partition(".")[0])
            case _:
                pass
    return found & {*LOST, *STAYING}


def of_the_project(paths: Collection[str]) -> set[str]:
    """Those of them that are modules among the *paths* of the project itself, outside of any package."""
    found = set()
    for path in paths:
        place, _, name = path.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")
        if name in {*LOST, *STAYING} and f"{place}/__init__.py" not in paths:
            found.add(name)
    return found


def is_required(distribution: str, text: str) -> bool:
    """Whether a file that lists requirements, whose *text* is given, names *distribution* outside of a comment."""
    name = "[-_.]+".join(map(re.escape, re.split(r"[-_.]+", distribution)))
    lines = (line.partition("#")[0] for line in text.splitlines())
    named = re.compile(rf"(?i)(?<![\w.-]){name}(?![\w-]|\.\w)")
    return any(named.search(line) for line in lines)


def to_add(users: Mapping[str, Collection[str]], required: Collection[str]) -> list[str]:
    """The distributions to require now, of what the *users* import: modules, each with the files that do."""
    return sorted(LOST[module] for module in users if module in LOST and LOST[module] not in required)


def explain(users: Mapping[str, Collection[str]], required: Collection[str]) -> Iterator[str]:
    """A line for each module that the *users* import and no requirement names."""
    for module, paths in sorted(users.items()):
        distribution = {**LOST, **STAYING}[module]
        if distribution in required:
            continue
        verb = "imports" if len(paths) == 1 else "import"
        why = f"{', '.join(sorted(paths))} {verb} {module}, which came along with Simple JWT"
        yield f"{distribution}: {why}{', and comes with drf-signet, too' if module in STAYING else ''}"
