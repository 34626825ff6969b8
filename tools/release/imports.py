"""Whether what a distribution imports comes with it: its own, Python's, or of what it declares."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from tools.release.distributions import PYTHON, Distribution
from tools.release.step import fail, say

BY_OTHERS = frozenset({"pytest"})
"""It loads our plugin, and nothing else does."""


def check_imports(root: Path) -> None:
    """Refuse an import of something that no user would have."""
    say("compare imports with dependencies")
    ours = frozenset().union(*(one.packages for one in PYTHON))
    for one in PYTHON:
        there = ours | BY_OTHERS | sys.stdlib_module_names | names_of(declared(one))
        for module in sorted((root / one.folder / "src").rglob("*.py")):
            for name in sorted(imports(module.read_text()) - there):
                fail(f"{module.relative_to(root)} imports {name}, which {one.name} doesn't declare.")


def imports(source: str) -> set[str]:
    """The names at the top of all that *source* imports, also inside functions, but not for type checkers alone."""
    return {name.partition(".")[0] for node in running(ast.parse(source)) for name in imported(node)}


def running(node: ast.AST) -> Iterator[ast.AST]:
    """*node* and what is in it, without the blocks that only type checkers read."""
    yield node
    for_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    for inner in node.orelse if isinstance(node, ast.If) and for_types else ast.iter_child_nodes(node):
        yield from running(inner)


def imported(node: ast.AST) -> list[str]:
    """The modules that *node* imports by their full names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def declared(one: Distribution) -> set[str]:
    """
    The distributions that *one* names, with each of its extras, and those that a distribution of ours names that it
    needs. What those of others need in turn, they may need no more in their next version.
    """
    extras: dict[str, list[str]] = one.declared.get("optional-dependencies", {})
    found = set(bare([*one.declared["dependencies"], *(line for lines in extras.values() for line in lines)]))
    return found.union(*(declared(each) for each in PYTHON if each.name in found - {one.name}))


def bare(requirements: Iterable[str]) -> Iterator[str]:
    """The names of *requirements*, as an index compares them."""
    for line in requirements:
        yield re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", line, maxsplit=1)[0]).lower()


def names_of(distributions: set[str]) -> set[str]:
    """What one imports of *distributions*."""
    return {top for top, found in installed().items() if found & distributions}


@cache
def installed() -> dict[str, set[str]]:
    """For each name that one can import here, the distributions that it is of."""
    return {top: set(bare(found)) for top, found in packages_distributions().items()}
