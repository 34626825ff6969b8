"""The READMEs are pages of package indexes as well: their links are absolute, and lead to something in this tree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = ("README.md", "compat/README.md", "clients/python/README.md", "clients/js/README.md")
URLS: Final = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]
REPOSITORY: Final = URLS["Repository"]
SITE: Final = URLS["Documentation"]
PICTURES: Final = REPOSITORY.replace("//github.com/", "//raw.githubusercontent.com/") + "/main/"
LINK: Final = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"|^\[[^\]]+\]: (\S+)", re.MULTILINE)


def links(page: str) -> list[str]:
    """Where the links and pictures of *page* lead."""
    prose = re.sub(r"(?s)```.*?```", "", (ROOT / page).read_text())
    return [next(filter(None, found)) for found in LINK.findall(prose)]


@pytest.mark.parametrize("page", PAGES)
def test_links_are_absolute(page: str) -> None:
    """An index shows the page without the files beside it."""
    relative = [link for link in links(page) if not link.startswith(("https://", "http://", "#"))]
    assert not relative, f"Write {relative} with {SITE} or {REPOSITORY}/blob/main/ before it."


@pytest.mark.parametrize("page", PAGES)
def test_links_to_our_own_lead_somewhere(page: str) -> None:
    """A link into the repository names a file, and one into the site names a page and a heading of it."""
    missing = [link for link in links(page) if (file := file_of(link)) is not None and not exists(file, link)]
    assert not missing


def file_of(link: str) -> Path | None:
    """The file of this tree that *link* is about; None for a link to elsewhere."""
    path = link.partition("#")[0]
    for start in (f"{REPOSITORY}/blob/main/", f"{REPOSITORY}/tree/main/", PICTURES):
        if path.startswith(start):
            return ROOT / path.removeprefix(start)
    if path.startswith(SITE):
        name = path.removeprefix(SITE) or "index.html"
        return ROOT / "docs" / f"{name.removesuffix('.html')}.md"
    return None


def exists(file: Path, link: str) -> bool:
    """Whether *file* is there, with the heading that *link* ends in."""
    _, _, anchor = link.partition("#")
    return file.exists() and (not anchor or anchor in anchors(file))


def anchors(file: Path) -> set[str]:
    """The anchors of the headings in *file*, as GitHub and MyST make them."""
    headings = re.findall(r"^#+ (.*)$", file.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
