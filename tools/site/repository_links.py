"""Links to files that are no pages, such as code: in the site, they lead to the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

ROOT: Final = Path(__file__).resolve().parents[2]
REPOSITORY: Final = "https://github.com/drf-signet/drf-signet"


def address_of(path: Path) -> str:
    """Return the address of the file or folder *path* in the repository."""
    kind = "tree" if path.is_dir() else "blob"
    return f"{REPOSITORY}/{kind}/main/{path.relative_to(ROOT).as_posix()}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at each page as it is read, before Sphinx takes such links for downloads or for missing pages."""
    app.connect("doctree-read", _make_absolute, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _make_absolute(app: Sphinx, doctree: nodes.document) -> None:
    kinds = (addnodes.download_reference, addnodes.pending_xref)
    for link in list(doctree.findall(lambda node: isinstance(node, kinds))):
        if path := _file(app, link):
            link.replace_self(nodes.reference("", "", *link.children, refuri=address_of(path)))


def _file(app: Sphinx, link: nodes.Element) -> Path | None:
    if link.get("reftype") != "myst" or link.get("refdomain") == "doc":
        return None
    path = Path(app.env.relfn2path(link["reftarget"], app.env.docname)[1])
    return path if path.exists() and path.is_relative_to(ROOT) else None
