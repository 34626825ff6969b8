"""The import statements of a Python file that name Simple JWT, and the uses of the name they bind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from drf_signet_compat.migrate.edits import Edit
from drf_signet_compat.migrate.names import MODULES, NEW, NEW_ROOT, OLD
from drf_signet_compat.migrate.positions import Positions

Left = tuple[int, str]
"""A line that stays as it is, and why."""

_FROM: Final = re.compile(rf"from(?:[ \t\f]|\\\r?\n|\\\r)+(?={OLD})")
_EXTENSIONS: Final = f"drf_spectacular.contrib.{OLD}"
"""What drf-spectacular says of Simple JWT, which goes on to import the package."""
_FROM_EXTENSIONS: Final = re.compile(rf"from(?:[ \t\f]|\\\r?\n|\\\r)+(?={re.escape(_EXTENSIONS)})")
_MISSING: Final = "imports {name}, which {new} doesn't have"


def find(tree: ast.Module, positions: Positions) -> tuple[list[Edit], list[Left]]:
    """The edits of the imports, and the lines that have to be changed by hand."""
    edits: list[Edit] = []
    left: list[Left] = []
    plain: list[ast.alias] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and _is_ours(node.module or ""):
            _note(_in_from(node, positions), node.lineno, edits, left)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == _EXTENSIONS:
            _note(_in_extensions(node, positions), node.lineno, edits, left)
        elif isinstance(node, ast.Import):
            named = [alias for alias in node.names if _is_ours(alias.name)]
            plain += [alias for alias in named if alias.asname is None]
            for alias in named:
                if alias.asname is not None:
                    _note(_in_alias(alias, positions), alias.lineno, edits, left)
    more, lines = _in_plain(tree, plain, positions)
    return edits + more, left + lines


def _in_plain(tree: ast.Module, aliases: list[ast.alias], positions: Positions) -> tuple[list[Edit], list[Left]]:
    """``import rest_framework_simplejwt…`` binds the first name, so that every use of the name changes with it."""
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == OLD]
    if not aliases:
        return [], [(use.lineno, f"uses the name {OLD}, which it doesn't import") for use in uses]
    found = [_in_alias(alias, positions) for alias in aliases] + [
        _at(positions, use.lineno, use.col_offset) for use in uses
    ]
    edits = [one for one in found if isinstance(one, Edit)]
    bound = {name for name in _bound(tree) if name in {OLD, NEW_ROOT}}
    if not bound and len(edits) == len(found):
        return edits, []
    return [], [(alias.lineno, f"binds {OLD}, which the file also binds or uses in another way") for alias in aliases]


def _in_from(node: ast.ImportFrom, positions: Positions) -> Edit | str:
    module = node.module or ""
    missing = _missing(module) or (_missing_name(node) if module == OLD else None)
    if missing:
        return _MISSING.format(name=missing, new=NEW)
    found = _FROM.match(positions.text, positions.at(node.lineno, node.col_offset))
    return Edit(found.end(), found.end() + len(OLD), NEW) if found else f"spells {OLD} in an unusual way"


def _in_extensions(node: ast.ImportFrom, positions: Positions) -> Edit | str:
    found = _FROM_EXTENSIONS.match(positions.text, positions.at(node.lineno, node.col_offset))
    if found:
        return Edit(found.end(), found.end() + len(_EXTENSIONS), f"{NEW}.schema")
    return f"spells {_EXTENSIONS} in an unusual way"


def _in_alias(alias: ast.alias, positions: Positions) -> Edit | str:
    missing = _missing(alias.name)
    if missing:
        return _MISSING.format(name=missing, new=NEW)
    return _at(positions, alias.lineno, alias.col_offset)


def _at(positions: Positions, line: int, column: int) -> Edit | str:
    start = positions.at(line, column)
    if positions.text.startswith(OLD, start):
        return Edit(start, start + len(OLD), NEW)
    return f"spells {OLD} in an unusual way"


def _note(found: Edit | str, line: int, edits: list[Edit], left: list[Left]) -> None:
    if isinstance(found, Edit):
        edits.append(found)
    else:
        left.append((line, found))


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == OLD


def _missing(module: str) -> str | None:
    """The first part behind the old name, if it is no module of ours."""
    part = module.split(".")[1:2]
    return None if not part or part[0] in MODULES else part[0]


def _missing_name(node: ast.ImportFrom) -> str | None:
    """The first name imported from the package itself that is no module of ours, nor what every module has."""
    names = (alias.name for alias in node.names)
    return next((name for name in names if name not in MODULES and name != "*" and not name.startswith("__")), None)


def _bound(tree: ast.Module) -> Iterator[str]:
    """Every name that is bound by anything but a plain import."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from names
            case ast.alias(name=name, asname=asname) if asname is not None:
                yield asname
            case ast.ImportFrom(names=aliases):
                yield from (alias.name for alias in aliases if alias.asname is None)
            case _:
                pass
