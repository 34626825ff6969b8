"""What a type checker tells a user about each public name of the library, whether it is written down or inferred."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PACKAGE: Final = ROOT / "src" / "drf_signet"
HEAD: Final = "from __future__ import annotations\n"


@dataclass(frozen=True)
class Mypy:
    """Mypy with the project's own configuration, in which it is strict, and with files of its own in *folder*."""

    folder: Path

    def check(self, *paths: str) -> subprocess.CompletedProcess[str]:
        """Check *paths*, which are relative to the root of the project."""
        # Two processes that write to one cache can break it: the tests may run in several.
        options = ("--no-error-summary", "--cache-dir", str(self.folder / "cache"))
        command = [sys.executable, "-m", "mypy", *options, *paths]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    def check_source(self, source: str) -> str:
        """What is said about *source* as a file of a project that uses the library."""
        project = self.folder / "project_of_a_user.py"
        project.write_text(source)
        done = self.check(str(project))
        assert not done.stderr, done.stderr
        return done.stdout

    def reveal(self, names: Sequence[str]) -> Mapping[str, str]:
        """The types of *names*."""
        output = self.check_source(HEAD + "".join(_use(name, number) for number, name in enumerate(names)))
        types = re.findall(r': note: Revealed type is "(.*)"$', output, re.MULTILINE)
        assert len(types) == len(names), output
        return dict(zip(names, types, strict=True))


def public_names() -> Iterator[str]:
    """
    ``module.name`` or ``module.Class.name`` for everything that has no underscore, and is not from elsewhere.

    A module inside of a folder is ``folder/module``.
    """
    for path in sorted(PACKAGE.rglob("[!_]*.py")):
        module = str(path.relative_to(PACKAGE).with_suffix(""))
        if "migrations" in module:
            continue
        for node in ast.parse(path.read_text()).body:
            yield from (f"{module}.{name}" for name in _defined(node))
            if isinstance(node, ast.ClassDef) and _is_public(node.name):
                yield from (f"{module}.{node.name}.{name}" for name in _members(node))


def _members(node: ast.ClassDef) -> list[str]:
    inside = [name for one in node.body for name in _defined(one)]
    set_on_self = [
        target.attr
        for one in ast.walk(node)
        if isinstance(one, ast.Assign | ast.AnnAssign)
        for target in (one.targets if isinstance(one, ast.Assign) else [one.target])
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"
    ]
    return list(dict.fromkeys(name for name in (*inside, *set_on_self) if _is_public(name)))


def _defined(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) if _is_public(name):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if _is_public(name):
            yield name


def _is_public(name: str) -> bool:
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))


def _use(name: str, number: int) -> str:
    folder_and_module, *inner = name.split(".")
    module = folder_and_module.replace("/", ".")
    imported = f"import drf_signet.{module}\n"
    if len(inner) == 1 or inner[1] == "__init__":
        return f"{imported}reveal_type(drf_signet.{module}.{'.'.join(inner)})\n"
    return (
        f"{imported}def use_{number}(one: drf_signet.{module}.{inner[0]}) -> None:\n    reveal_type(one.{inner[1]})\n"
    )
