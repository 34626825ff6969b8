"""All pages of the reference, and whether those in ``docs/reference/`` are as the source has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tools.reference.checks import checks_page
from tools.reference.commands import commands_page
from tools.reference.environment import environment_page
from tools.reference.errors import errors_page
from tools.reference.http import http_page
from tools.reference.page import NOTE, MissingError
from tools.reference.python import UndocumentedError, python_page
from tools.reference.settings import settings_page
from tools.reference.signals import signals_page
from tools.reference.sources import PAGES
from tools.reference.templates import templates_page
from tools.reference.throttles import throttles_page

WRITERS: Final[Mapping[str, Callable[[str], str]]] = {
    "checks.md": checks_page,
    "commands.md": commands_page,
    "environment.md": environment_page,
    "errors.md": errors_page,
    "http.md": http_page,
    "python.md": python_page,
    "settings.md": settings_page,
    "signals.md": signals_page,
    "templates.md": templates_page,
    "throttles.md": throttles_page,
}


def main(arguments: list[str]) -> int:
    """Write or check the pages that *arguments* name, or every page. The answer is the exit status."""
    chosen = WRITERS.keys() & set(arguments) or WRITERS.keys()
    try:
        pages = {name: write(NOTE) for name, write in WRITERS.items() if name in chosen}
    except (MissingError, UndocumentedError) as error:
        print(error)
        return 1
    stale = [name for name, text in pages.items() if not _is_fresh(PAGES / name, text)]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/reference/{name} is stale: run `make reference`.")
        return 1 if stale else 0
    for name in stale:
        PAGES.mkdir(parents=True, exist_ok=True)
        (PAGES / name).write_text(pages[name])
        print(f"docs/reference/{name} written.")
    return 0


def _is_fresh(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text
