"""Pictures in raw HTML, such as one for light and one for dark: Sphinx copies those of Markdown alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

SOURCE: Final = re.compile(r'(?<=\b)(src|srcset)="(?!https?:)([^"]+)"')


def setup(app: Sphinx) -> dict[str, bool]:
    """Note the pictures as pages are read, and name their copies as pages are written."""
    app.connect("doctree-read", _note)
    app.connect("doctree-resolved", _name)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _note(app: Sphinx, doctree: nodes.document) -> None:
    docname = app.env.docname
    for raw in doctree.findall(nodes.raw):
        for _, picture in SOURCE.findall(raw.astext()):
            file = app.env.relfn2path(picture, docname)[0]
            app.env.note_dependency(file)
            app.env.images.add_file(docname, file)


def _name(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for raw in doctree.findall(nodes.raw):
        raw.children = [nodes.Text(SOURCE.sub(lambda found: _copy(app, docname, *found.groups()), raw.astext()))]


def _copy(app: Sphinx, docname: str, attribute: str, picture: str) -> str:
    file = app.env.relfn2path(picture, docname)[0]
    name = app.env.images[file][1]
    app.builder.images[file] = name
    here = app.builder.get_target_uri(docname)
    return f'{attribute}="{relative_uri(here, Path("_images", name).as_posix())}"'
