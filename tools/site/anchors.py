"""Anchors that are no headings: those in raw HTML, and rows of the reference by the name that they begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx

RAW: Final = re.compile(r'<a\s+(?:id|name)="([^"]+)"')
WITH_ROWS: Final = "reference/"
"""Pages whose tables have a row for each setting, check or code."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Note them as each page is read, so that links to them are checked."""
    app.connect("doctree-read", _note)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _note(app: Sphinx, doctree: nodes.document) -> None:
    slugs: dict[str, Any] = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for raw in doctree.findall(nodes.raw):
        slugs |= {anchor: (raw.line, anchor, anchor) for anchor in RAW.findall(raw.astext())}
    if app.env.docname.startswith(WITH_ROWS):
        for cell, name in _named_cells(doctree):
            anchor = name.lower().replace(".", "")  # as of a heading
            if anchor not in slugs:
                cell["ids"].append(anchor)
                slugs[anchor] = (cell.line, anchor, name)


def _named_cells(doctree: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    for cell in doctree.findall(nodes.entry):
        words = list(cell.findall(nodes.literal))
        if len(words) == 1 and re.fullmatch(r"[\w.]+", cell.astext()) and words[0].astext() == cell.astext():
            yield cell, cell.astext()
