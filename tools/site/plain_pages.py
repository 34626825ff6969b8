"""Each page as Markdown beside its HTML, and `llms.txt`, which lists them (llmstxt.org)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

from tools.site.repository_links import address_of

ROOT: Final = Path(__file__).resolve().parents[2]
LINK: Final = re.compile(r"(\]\(|\b(?:src|srcset)=\")(?!https?:|mailto:|#)([^)#\"\s]+)")
SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "Tutorial": ("tutorial/",),
    "How-to": ("how-to/",),
    "Coming from": ("coming-from/",),
    "Reference": ("reference/", "glossary"),
    "Explanation": ("explanation/",),
    "Packages and examples": ("compat", "clients/", "examples/"),
    "Optional": ("changelog", "contributing", "security", "decisions/"),
}
"""Those of `llms.txt`, and how the names of their pages begin. A reader may skip the optional ones."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Write them when the HTML is written."""
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    pages = {name: _plain(app, name) for name in sorted(app.env.found_docs)}
    for name, text in pages.items():
        _put(app.outdir / f"{name}.md", text)
    _put(app.outdir / "llms.txt", _list(app, pages))
    _put(app.outdir / "llms-full.txt", "\n\n".join(text.rstrip() for text in pages.values()) + "\n")


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _plain(app: Sphinx, name: str) -> str:
    """Return the page as it is written, with links that are good where it is put."""
    source = Path(app.env.doc2path(name)).resolve()

    def moved(found: re.Match[str]) -> str:
        target = Path(os.path.normpath(source.parent / found[2]))
        page = app.env.path2doc(target) if target.suffix == ".md" else None
        if page in app.env.found_docs:
            return found[1] + os.path.relpath(f"{page}.md", Path(name).parent)
        return found[1] + address_of(target) if target.exists() and target.is_relative_to(ROOT) else found[0]

    return LINK.sub(moved, source.read_text(encoding="utf-8"))


def _list(app: Sphinx, pages: dict[str, str]) -> str:
    index = pages["index"]
    summary = index.split("\n\n")[1].replace("\n", " ")
    lines = ["# Signet", "", f"> {summary}", ""]
    for section, beginnings in SECTIONS.items():
        lines += [f"## {section}", ""]
        lines += [
            f"- [{app.env.titles[name].astext()}]({name}.md)" for name in _in_order(app) if name.startswith(beginnings)
        ]
        lines.append("")
    return "\n".join(lines)


def _in_order(app: Sphinx) -> list[str]:
    """Return the names of all pages in the order of the navigation."""
    names, waiting = [], ["index"]
    while waiting:
        name = waiting.pop(0)
        names.append(name)
        waiting = [*app.env.toctree_includes.get(name, ()), *waiting]
    return names
