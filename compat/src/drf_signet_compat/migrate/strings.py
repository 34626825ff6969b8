"""The strings of a Python file that are dotted paths of Simple JWT, as settings and ``mock.patch`` take them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from drf_signet_compat.migrate.edits import Edit
from drf_signet_compat.migrate.imports import Left
from drf_signet_compat.migrate.names import DISTRIBUTION, NEW, OLD, is_app, is_dotted_path
from drf_signet_compat.migrate.positions import Positions

APPS: Final = "INSTALLED_APPS"
MODULE_TAKERS: Final = frozenset(
    {
        *("append", "count", "extend", "index", "insert", "remove"),
        *("__import__", "find_spec", "import_module", "import_string", "importorskip", "is_installed", "patch"),
    }
)
"""Functions whose argument is the name of an app or module."""

LOGGER: Final = f'says "{OLD}": right for a logger or a label, wrong as part of an app\'s name'
ASKED_FOR: Final = "asks for Simple JWT by the name that it is installed by"
UNUSUAL: Final = f"has {OLD} in a string that is no plain dotted path"

_INSTALLED: Final = re.compile(DISTRIBUTION)


def find(tree: ast.Module, positions: Positions, *, keep_apps: bool = False) -> tuple[list[Edit], list[Left]]:
    """
    The edits of the strings, and the lines whose strings have to be looked at.

    With *keep_apps*, apps go on being called what other packages look for.
    """
    edits: list[Edit] = []
    left: list[Left] = []
    skipped = set(_prose(tree))
    in_pieces = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    apps = set(_app_names(tree))
    asked = {argument for node in ast.walk(tree) if isinstance(node, ast.Call) for argument in node.args}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or node in skipped:
            continue
        if not isinstance(node.value, str):
            continue
        if node in asked and _INSTALLED.fullmatch(node.value):
            left.append((node.lineno, ASKED_FOR))
        if OLD not in node.value or (keep_apps and is_app(node.value) and (node.value != OLD or node in apps)):
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
            case ast.Compare(left=name, ops=[ast.In() | ast.NotIn()], comparators=[among]) if _are_apps(among):
                yield name
            case ast.Dict(keys=keys, values=values):
                yield from (value for key, value in zip(keys, values, strict=True) if _says_what_to_do(key))
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in MODULE_TAKERS:
                yield from arguments
            case _:
                pass


def _are_apps(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == APPS) or (isinstance(node, ast.Attribute) and node.attr == APPS)


def _says_what_to_do(key: ast.expr | None) -> bool:
    """Whether it is a key of what ``modify_settings`` takes."""
    return isinstance(key, ast.Constant) and key.value in {"append", "prepend", "remove"}


def _is_all(targets: list[ast.expr]) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)
