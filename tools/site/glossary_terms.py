"""The first use of each term in a page leads to the glossary, whose headings are the terms."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from docutils import nodes
from docutils.nodes import make_id
from sphinx import addnodes
from sphinx.application import Sphinx

GLOSSARY: Final = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
ENTRY: Final = re.compile(r"(?m)^## ([^(\n]+?)(?: \((.+)\))?$")
LEFT_ALONE: Final = (
    nodes.title,
    nodes.reference,
    nodes.literal,
    nodes.literal_block,
    nodes.raw,
    addnodes.pending_xref,
    addnodes.download_reference,
    addnodes.toctree,
)
"""No links within them."""
UNLINKED: Final = ("glossary", "changelog", "reference/", "decisions/")
"""Those who read these know the terms, or look something else up."""


@cache
def terms() -> dict[str, str]:
    """Return the anchor in the glossary for each term, in small letters; other names stand in parentheses there."""
    found: dict[str, str] = {}
    for name, others in ENTRY.findall(GLOSSARY.read_text(encoding="utf-8")):
        anchor = make_id(f"{name} {others}")
        found |= {term.lower(): anchor for term in (name, *filter(None, others.split(", ")))}
    return found


@cache
def pattern() -> re.Pattern[str]:
    """Return what finds a term, or its plural, in prose: the longest one first, and never in the name of a package."""
    longest_first = sorted(terms(), key=len, reverse=True)
    return re.compile(rf"(?i)(?<![\w-])(?<!Simple\s)({'|'.join(map(re.escape, longest_first))})s?(?![\w-])")


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at each page as it is read."""
    app.connect("doctree-read", _link_terms, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _link_terms(app: Sphinx, doctree: nodes.document) -> None:
    if app.env.docname.startswith(UNLINKED):
        return
    seen = {link.get("reftargetid") for link in doctree.findall(addnodes.pending_xref)}
    for text in list(doctree.findall(nodes.Text)):
        if not _is_within(text, LEFT_ALONE):
            text.parent.replace(text, list(_linked(str(text), app.env.docname, seen)))


def _is_within(node: nodes.Node, kinds: tuple[type[nodes.Node], ...]) -> bool:
    while node := node.parent:
        if isinstance(node, kinds):
            return True
    return False


def _linked(text: str, docname: str, seen: set[str | None]) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    end = 0
    for match in pattern().finditer(text):
        anchor = terms()[match.group(1).lower()]
        if anchor not in seen:
            seen.add(anchor)
            found += [nodes.Text(text[end : match.start()]), _link(match.group(), anchor, docname)]
            end = match.end()
    return [*found, nodes.Text(text[end:])]


def _link(text: str, anchor: str, docname: str) -> nodes.Node:
    words = nodes.inline("", text, classes=["term"])
    return addnodes.pending_xref(
        "",
        words,
        refdomain="doc",
        reftype="myst",
        reftarget="glossary",
        reftargetid=anchor,
        refdoc=docname,
        refexplicit=True,
    )
