"""The page of settings: every field of `settings.Settings`, with its type, default and meaning."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tools.reference.page import one_line
from tools.reference.sources import SOURCE


def settings_page(note: str) -> str:
    """Every field of ``settings.Settings`` with its type, default and meaning."""
    rows = [f"| `{name}` | `{default}` | `{kind}` | {text} |" for name, kind, default, text in _fields()]
    return "\n".join(
        (
            "# Settings",
            note,
            "",
            "One dict, `SIGNET`, in the settings of the project. Every key may be left out. A key that is not in this",
            "list, or a value of another type, is a [system check](checks.md) error.",
            "",
            "| Key | Default | Type | Meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        )
    )


def _fields() -> Iterator[tuple[str, str, str, str]]:
    body = _class(SOURCE / "settings.py", "Settings").body
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            assert isinstance(field.target, ast.Name)
            default = ast.unparse(field.value) if field.value else ""
            kind = ast.unparse(field.annotation).replace(" | ", " or ")
            shown = "None" if default.startswith("field(") else default.replace("'", '"')
            yield field.target.id, kind, shown, one_line(str(text.value.value))


def _class(path: Path, name: str) -> ast.ClassDef:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node
    raise LookupError(name)
