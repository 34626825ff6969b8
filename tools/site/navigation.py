"""The navigation: the order in which index pages link to the pages of their folder, and then whatever they left out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

from tools.site.neighbours import NEIGHBOURS

LINK: Final = re.compile(r"\]\(([\w/-]+)\.md\)")
TITLE: Final = re.compile(r"(?m)^# (.+)$")
CHAPTERS: Final = {
    "": ("tutorial/index", "how-to/index", "coming-from/index", "reference/index", "explanation/index", "glossary"),
    "Packages": ("compat", "JavaScript client <clients/javascript>", "Python client <clients/python>"),
    "Examples": tuple(name for name in NEIGHBOURS if name.startswith("examples/")),
    "Project": ("changelog", "contributing", "security", "decisions/index"),
}
"""The captions of the side bar, and the pages under each."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Complete each index page as it is read."""
    app.connect("source-read", _complete)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _complete(app: Sphinx, docname: str, source: list[str]) -> None:
    if docname == "index":
        source[0] += "".join(_toctree(pages, caption) for caption, pages in CHAPTERS.items())
    elif docname.endswith("/index"):
        folder = Path(app.srcdir, docname).parent
        linked = list(dict.fromkeys(LINK.findall(source[0])))
        others = sorted(page.stem for page in folder.glob("*.md") if page.stem not in {"index", *linked})
        source[0] += "".join(f"- [{_title(folder / f'{page}.md')}]({page}.md)\n" for page in others)
        source[0] += _toctree([page for page in [*linked, *others] if (folder / f"{page}.md").exists()])


def _title(page: Path) -> str:
    return next(TITLE.finditer(page.read_text(encoding="utf-8")))[1]


def _toctree(pages: tuple[str, ...] | list[str], caption: str = "") -> str:
    return "\n".join(("", "```{toctree}", ":hidden:", f":caption: {caption}" if caption else "", "", *pages, "```", ""))
