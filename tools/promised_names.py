"""What the distributions promise, read from their source: the modules that have an ``__all__``, and what it lists."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCES: Final[Mapping[str, Path]] = {
    "drf_signet": ROOT / "src",
    "drf_signet_compat": ROOT / "compat" / "src",
    "signet_tokens": ROOT / "tokens" / "src",
}
STAND_INS: Final = ("drf_signet_compat.drf_jwt", "drf_signet_compat.simplejwt")
"""Modules here have the names of those whose place they take, which tests of their own compare."""

OUR_OWN: Final = "drf_signet_compat.simplejwt.adoption"
"""Below one of them, and in the place of nothing."""

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A module of that dotted *name*."""

    name: str
    tree: ast.Module

    @cached_property
    def promised(self) -> list[str] | None:
        """Its ``__all__``; None where it has none, and so promises nothing."""
        for statement in self.tree.body:
            target, value = _assigned(statement)
            if target == "__all__" and value is not None:
                return list(ast.literal_eval(value))
        return None

    @cached_property
    def defined(self) -> dict[str, ast.stmt]:
        """The statements that define a name, in their order."""
        found: dict[str, ast.stmt] = {}
        for statement in self.tree.body:
            name = statement.name if isinstance(statement, Definition) else _assigned(statement)[0]
            if name:
                found[name] = statement
        return found

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        """Where each name that it imports is from: the module, and what it is called there."""
        return {
            one.asname or one.name: (statement.module, one.name)
            for statement in self.tree.body
            if isinstance(statement, ast.ImportFrom) and statement.module
            for one in statement.names
        }


@cache
def modules() -> dict[str, Module]:
    """All modules of the distributions by their dotted names."""
    return {name: Module(name, ast.parse(path.read_text())) for name, path in _files()}


def promising() -> list[Module]:
    """Those that promise something, if it is only that they can be imported."""
    found = [one for one in modules().values() if one.promised is not None]
    return [one for one in found if not stands_in(one.name)]


def stands_in(name: str) -> bool:
    """Whether the module of that *name* takes the place of one of another package."""
    return name.startswith(STAND_INS) and not f"{name}.".startswith(f"{OUR_OWN}.")


def origin(module: Module, name: str) -> tuple[Module, str]:
    """The module that defines what *module* calls *name*, and its name there."""
    if name in module.defined or name not in module.imported:
        return module, name
    source, original = module.imported[name]
    return origin(modules()[source], original) if source in modules() else (module, name)


def docstring_below(tree: ast.Module | ast.ClassDef, statement: ast.stmt) -> str:
    """The string below *statement*, which is an assignment."""
    after = tree.body[tree.body.index(statement) + 1 :][:1]
    if after and isinstance(after[0], ast.Expr) and isinstance(after[0].value, ast.Constant):
        return str(after[0].value.value).strip()
    return ""


def _assigned(statement: ast.stmt) -> tuple[str, ast.expr | None]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            return name, value
    return "", None


def _files() -> Iterator[tuple[str, Path]]:
    for package, folder in SOURCES.items():
        for path in sorted((folder / package).rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            if "migrations" not in parts:
                yield ".".join(part for part in parts if part != "__init__"), path
