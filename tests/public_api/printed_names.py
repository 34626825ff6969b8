"""Which names of ours the documentation and the examples print: imports in code blocks, and dotted paths anywhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
OLD_PAGES: Final = (
    "CHANGELOG.md",
    "docs/decisions/",
    "docs/explanation/architecture.md",
    "CONTRIBUTING.md",
    "docs/reference/",
)
"""Those that tell of the inside, or of what was."""

BLOCK: Final = re.compile(r"^[ ]*```python[^\n]*\n(.*?)^[ ]*```", re.MULTILINE | re.DOTALL)
PATH: Final = re.compile(r"(?<![\w./])drf_signet(?:_compat)?(?:\.\w+)+")


def pages() -> list[Path]:
    """The pages for users."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("compat/*.md"), *_in_examples("*.md")]
    return [one for one in found if not str(one.relative_to(ROOT)).startswith(OLD_PAGES)]


def printed_imports() -> Iterator[tuple[str, str, str]]:
    """Where something is imported, from which module of ours, and what: empty for the module itself."""
    for page in pages():
        for block in BLOCK.findall(page.read_text()):
            yield from _imports(str(page.relative_to(ROOT)), dedent(block))
    for source in _in_examples("*.py"):
        yield from _imports(str(source.relative_to(ROOT)), source.read_text())


def printed_paths() -> Iterator[tuple[str, str]]:
    """Where a dotted path of ours is printed, and which."""
    for page in [*pages(), *_in_examples("*.py")]:
        for path in PATH.findall(page.read_text()):
            yield str(page.relative_to(ROOT)), path


def _imports(where: str, source: str) -> Iterator[tuple[str, str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and _is_ours(node.module or ""):
            yield from ((where, str(node.module), one.name) for one in node.names)
        elif isinstance(node, ast.Import):
            yield from ((where, one.name, "") for one in node.names if _is_ours(one.name))


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in {"drf_signet", "drf_signet_compat"}


def _in_examples(pattern: str) -> list[Path]:
    return [one for one in ROOT.glob(f"examples/**/{pattern}") if "node_modules" not in one.parts]
