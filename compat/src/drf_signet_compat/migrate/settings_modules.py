"""Which files are a project's settings, and which call `install`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from drf_signet_compat.migrate.names import NEW

APPS: Final = "INSTALLED_APPS"
PARENT, _, LAST = NEW.rpartition(".")


def says_apps(tree: ast.Module) -> bool:
    """Whether the file sets ``INSTALLED_APPS``, rather than adding to those of another."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets) if any(_is_apps(target) for target in targets):
                return True
            case ast.AnnAssign(target=ast.expr() as target, value=ast.expr()) if _is_apps(target):
                return True
            case ast.Call(func=ast.Attribute(attr="configure"), keywords=keywords) if any(
                keyword.arg == APPS for keyword in keywords
            ):
                return True
            case _:
                pass
    return False


def _is_apps(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == APPS


def installs(tree: ast.Module) -> bool:
    """Whether the file imports `install` from us, or calls it by a path or another name of the package."""
    paths = {f"{NEW}.install", f"{NEW}.install.install"}
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if module in {NEW, f"{NEW}.install"}:
                if any(alias.name == "install" for alias in names):
                    return True
            case ast.Import(names=names):
                paths |= {f"{alias.asname}.install" for alias in names if alias.name == NEW and alias.asname}
            case ast.ImportFrom(module=str(module), names=names) if module == PARENT:
                paths |= {f"{alias.asname or alias.name}.install" for alias in names if alias.name == LAST}
            case _:
                pass
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(_dotted(function) in paths for function in calls if isinstance(function, ast.Attribute))


def _dotted(node: ast.expr) -> str:
    """The name with the attributes behind it, or nothing if the node is more than that."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def roots(trees: Mapping[str, ast.Module]) -> list[str]:
    """Those of the settings files that build on none of the others: what runs first whichever is chosen."""
    modules = {path: _module(path) for path in trees}
    found = []
    for path, tree in trees.items():
        imported = list(_imported(tree, modules[path], is_package=path.endswith("__init__.py")))
        others = [parts for other, parts in modules.items() if other != path and parts]
        if not any(_is_same(parts, one) for parts in others for one in imported):
            found.append(path)
    return sorted(found or trees)


def _module(path: str) -> list[str]:
    parts = path.removesuffix(".py").split("/")
    return parts[:-1] if parts[-1] == "__init__" else parts


def _is_same(parts: list[str], imported: list[str]) -> bool:
    """Whether the file is the module imported, in whatever folder below the project its package lies."""
    return bool(imported) and parts[-len(imported) :] == imported


def _imported(tree: ast.Module, module: list[str], *, is_package: bool) -> Iterator[list[str]]:
    """The modules that a file imports, in parts; a name from a module may be a module, too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            own = module if is_package else module[:-1]
            package = own[: len(own) - node.level + 1] if node.level else []
            source = [*package, *(node.module.split(".") if node.module else [])]
            yield source
            yield from ([*source, alias.name] for alias in node.names)
