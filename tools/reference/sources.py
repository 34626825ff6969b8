"""Where the source is that the pages describe, and where the pages are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = ROOT / "src" / "drf_signet"
SERVICE: Final = ROOT / "src" / "signet_server"
COMPAT: Final = ROOT / "compat" / "src" / "drf_signet_compat"
SIMPLE_JWT: Final = COMPAT / "simplejwt"
PAGES: Final = ROOT / "docs" / "reference"


class Field(NamedTuple):
    """A field of a dataclass, as its source has it."""

    name: str
    kind: str
    default: str


def documented_fields(path: Path, owner: str) -> Iterator[tuple[Field, str]]:
    """The fields of the class *owner* in the file *path*, each with the docstring below it, which may be empty."""
    for field, below in pairwise([*class_in(path, owner).body, ast.Pass()]):
        if isinstance(field, ast.AnnAssign):
            assert isinstance(field.target, ast.Name)
            default = ast.unparse(field.value) if field.value else ""
            is_text = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            text = str(below.value.value) if is_text else ""  # type: ignore[attr-defined]
            yield Field(field.target.id, ast.unparse(field.annotation), default), text


def class_in(path: Path, name: str) -> ast.ClassDef:
    """The class *name* at the top of the file *path*. Raises `LookupError`."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node
    raise LookupError(name)


def settings_file() -> Path:
    """Where the settings are."""
    return SOURCE / "settings.py"
