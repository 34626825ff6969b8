"""Pages of the site that live outside of `docs/`, such as the README of a client."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx
from sphinx.project import Project

NEIGHBOURS: Final = {
    "changelog": "CHANGELOG.md",
    "contributing": "CONTRIBUTING.md",
    "security": "SECURITY.md",
    "compat": "compat/README.md",
    "clients/javascript": "clients/js/README.md",
    "clients/python": "clients/python/README.md",
    "examples/quickstart": "examples/quickstart/README.md",
    "examples/spa-cookie": "examples/spa_cookie/README.md",
    "examples/naive-clients": "examples/naive_clients/README.md",
    "examples/legacy-jwt": "examples/legacy_jwt/README.md",
}
"""The name of each in the site, and its file."""
FRONT: Final = "README.md"
"""A link to it leads to the front page of the site."""


class ProjectWithNeighbours(Project):
    """The documents in `docs/`, and those in `NEIGHBOURS`."""

    def discover(self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)) -> set[str]:
        """Find them all. Links between them are resolved by their files."""
        super().discover(exclude_paths, include_paths)
        for name, file in NEIGHBOURS.items():
            path = Path("..", file)
            self.docnames.add(name)
            self._docname_to_path[name] = path
            self._path_to_docname[path] = name
        return self.docnames

    def path2doc(self, filename: str | os.PathLike[str]) -> str | None:
        """Return the name of the document in *filename*, if it is one of the site."""
        path = Path(os.path.relpath(self.srcdir / filename, self.srcdir))
        if path == Path("..", FRONT):
            return "index"
        return None if path.parts[0] == ".." and path not in self._path_to_docname else super().path2doc(path)


def setup(app: Sphinx) -> dict[str, bool]:
    """Take the place of the project before documents are looked for."""
    app.connect("builder-inited", _replace_project)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _replace_project(app: Sphinx) -> None:
    project = ProjectWithNeighbours(app.srcdir, app.config.source_suffix)
    project.restore(app.project)
    app.project = app.env.project = project
