"""The import statements of a Python file that name Simple JWT, and the uses of the name they bind."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Final

import libcst as cst
from libcst.helpers import get_full_name_for_node

from drf_signet_compat.migrate.names import MODULES, NEW, NEW_ROOT, OLD
from drf_signet_compat.migrate.trees import Finding, walk

_EXTENSIONS: Final = f"drf_spectacular.contrib.{OLD}"
"""What drf-spectacular says of Simple JWT, which goes on to import the package."""


def find(module: cst.Module, tree: ast.Module) -> Iterator[Finding]:
    """The paths in import statements, and where they bind the first name of them, its uses. *tree* is the same file."""
    plain: list[cst.ImportAlias] = []
    for node in walk(module):
        match node:
            case cst.ImportFrom(module=cst.BaseExpression() as path, relative=[]):
                yield from _in_from(path, node.names)
            case cst.Import(names=aliases):
                plain += [alias for alias in aliases if alias.asname is None and _is_ours(alias.evaluated_name)]
                named = [alias for alias in aliases if alias.asname and _is_ours(alias.evaluated_name)]
                yield from (_finding(alias.name, _missing(alias.evaluated_name)) for alias in named)
            case _:
                pass
    yield from _of_plain(plain, list(_uses(module)), set(_bound(tree)))


def _in_from(path: cst.BaseExpression, names: Iterable[cst.ImportAlias] | cst.ImportStar) -> Iterator[Finding]:
    name = get_full_name_for_node(path) or ""
    if name == _EXTENSIONS:
        yield path, cst.parse_expression(f"{NEW}.schema")
    elif _is_ours(name):
        aliases = () if isinstance(names, cst.ImportStar) else names
        yield _finding(path, _missing(name, (alias.evaluated_name for alias in aliases)))


def _of_plain(plain: list[cst.ImportAlias], uses: list[cst.Name], bound: set[str]) -> Iterator[Finding]:
    """``import rest_framework_simplejwt…`` binds the first name, so that every use of the name changes with it."""
    if not plain:
        yield from ((use, f"uses the name {OLD}, which it doesn't import") for use in uses)
    elif bound.isdisjoint({OLD, NEW_ROOT}) and not any(_missing(alias.evaluated_name) for alias in plain):
        yield from ((path, _renamed(path)) for path in (*(alias.name for alias in plain), *uses))
    else:
        yield from ((alias, f"binds {OLD}, which the file also binds or uses in another way") for alias in plain)


def _uses(module: cst.Module) -> Iterator[cst.Name]:
    """The old name in code, where it isn't an attribute, a keyword or the path of an import."""
    others: set[cst.CSTNode | None] = set()
    for node in walk(module):
        match node:
            case cst.Attribute(attr=name) | cst.Arg(keyword=name) | cst.Param(name=name):
                others.add(name)
            case cst.ImportFrom() | cst.Import():
                others.update(walk(node))
            case cst.Name(value=name) if name == OLD and node not in others:
                yield node
            case _:
                pass


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
            case ast.alias(asname=str(name)):
                yield name
            case ast.ImportFrom(names=aliases):
                yield from (alias.name for alias in aliases)
            case _:
                pass


def _finding(path: cst.BaseExpression, missing: str | None) -> Finding:
    return path, f"imports {missing}, which {NEW} doesn't have" if missing else _renamed(path)


def _first(path: cst.BaseExpression) -> cst.BaseExpression:
    return _first(path.value) if isinstance(path, cst.Attribute) else path


def _renamed(path: cst.BaseExpression) -> cst.BaseExpression:
    """The dotted *path* with our package in the place of its first name."""
    first = _first(path)
    renamed = path.deep_replace(first, cst.parse_expression(NEW))
    assert isinstance(renamed, cst.BaseExpression)
    return renamed


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == OLD


def _missing(module: str, names: Iterable[str] = ()) -> str | None:
    """
    The first part behind the old name that is no module of ours.

    Where *names* are imported from the package itself, they may also be what every module has.
    """
    if module != OLD:
        part = module.split(".")[1]
        return None if part in MODULES else part
    return next((name for name in names if name not in MODULES and not name.startswith("__")), None)
