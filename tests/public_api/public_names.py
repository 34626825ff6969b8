"""The names of the library without an underscore, read from its source. All are documented, promised or not."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Final, cast

SOURCE: Final = Path(__file__).parents[2] / "src"

Owner = ast.Module | ast.ClassDef
Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.Module | Definition


@cache
def modules() -> dict[str, ast.Module]:
    """The public modules by their dotted names."""
    found = {}
    for path in sorted((SOURCE / "drf_signet").rglob("*.py")):
        parts = [part for part in path.relative_to(SOURCE).with_suffix("").parts if part != "__init__"]
        if not any(part.startswith("_") or part == "migrations" for part in parts):
            found[".".join(parts)] = ast.parse(path.read_text())
    return found


def names_in(owner: Owner) -> list[str]:
    """The public names that *owner* defines, or imports to hand them on."""
    names: set[str] = set()
    for statement in owner.body:
        if isinstance(statement, Definition):
            names.add(statement.name)
        elif isinstance(statement, ast.Assign):
            names.update(one.id for one in statement.targets if isinstance(one, ast.Name))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            names.add(statement.target.id)
        elif isinstance(statement, ast.ImportFrom):
            names.update(one.name for one in statement.names if one.asname == one.name)
    return sorted(name for name in names if not name.startswith("_"))


def undocumented(module: str) -> list[str]:
    """The public classes, functions, methods and properties of *module* without a docstring, and the module itself."""
    tree = modules()[module]
    owned = {module: cast(Documented, tree), **{f"{module}.{one.name}": one for one in _documented_in(tree)}}
    for owner in _classes(tree):
        owned |= {f"{module}.{owner.name}.{one.name}": one for one in _documented_in(owner)}
    return [name for name, one in owned.items() if not (ast.get_docstring(one) or "").strip()]


def _documented_in(owner: Owner) -> list[Definition]:
    return [
        one
        for one in owner.body
        if isinstance(one, Definition)
        and not one.name.startswith("_")
        # The docstring of a property is that of its getter.
        and not any(isinstance(by, ast.Attribute) and by.attr == "setter" for by in one.decorator_list)
    ]


def _classes(tree: ast.Module) -> list[ast.ClassDef]:
    return [one for one in tree.body if isinstance(one, ast.ClassDef) and not one.name.startswith("_")]
