"""The strings of a Python file that are dotted paths of Simple JWT, as settings and ``mock.patch`` take them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from drf_signet.contrib.simplejwt.codemod.edits import Edit
from drf_signet.contrib.simplejwt.codemod.imports import Left
from drf_signet.contrib.simplejwt.codemod.names import NEW, OLD, is_dotted_path
from drf_signet.contrib.simplejwt.codemod.positions import Positions

MODULE_TAKERS: Final = frozenset(
    {"append", "extend", "find_spec", "import_module", "import_string", "insert", "is_installed", "patch", "remove"}
)
"""Functions whose argument is the name of an app or module."""

LOGGER: Final = f'says "{OLD}": right for a logger and for an app\'s label, which keep their names'
UNUSUAL: Final = f"has {OLD} in a string that is no plain dotted path"


def find(tree: ast.Module, positions: Positions) -> tuple[list[Edit], list[Left]]:
    """The edits of the strings, and the lines whose strings have to be looked at."""
    edits: list[Edit] = []
    left: list[Left] = []
    skipped = set(_prose(tree))
    in_pieces = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    apps = set(_app_names(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or node in skipped:
            continue
        if not isinstance(node.value, str) or OLD not in node.value:
            continue
        edit = None
        if node not in in_pieces and (is_dotted_path(node.value) or (node.value == OLD and node in apps)):
            edit = _edit(node, positions)
        if edit:
            edits.append(edit)
        else:
            left.append((node.lineno, LOGGER if node.value == OLD else UNUSUAL))
    return edits, left


def _edit(node: ast.Constant, positions: Positions) -> Edit | None:
    """The old name, where it is written out in one piece."""
    start = positions.at(node.lineno, node.col_offset)
    end = positions.at(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
    written = positions.text[start:end]
    if written.count(OLD) != 1:
        return None
    start += written.index(OLD)
    return Edit(start, start + len(OLD), NEW)


def _prose(tree: ast.Module) -> Iterator[ast.expr]:
    """Docstrings, and other strings that stand alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value


def _app_names(tree: ast.Module) -> Iterator[ast.expr]:
    """What stands where the bare name is a package: in a list, or as an argument of who takes a module's name."""
    exported = {node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and _is_all(node.targets)}
    for node in ast.walk(tree):
        match node:
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements) if node not in exported:
                yield from elements
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in MODULE_TAKERS:
                yield from arguments
            case _:
                pass


def _is_all(targets: list[ast.expr]) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)
