"""The site of the documents, built as `make site` builds it, and what its pages ask for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote

ROOT: Final = Path(__file__).resolve().parents[2]
LOADED: Final = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
}
"""The attributes that make a browser ask for something."""
NOT_LOADED: Final = {"canonical", "index", "search", "next", "prev", "license"}
"""Kinds of `<link>` that only name an address."""


@dataclass
class Page(HTMLParser):
    """What a page asks for, where it links to, and the anchors that it has."""

    file: Path
    loaded: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sort the attributes of *tag*."""
        values = {name: value for name, value in attrs if value}
        self.anchors |= {values[name] for name in ("id", "name") if name in values}
        self.loaded += [
            word.split()[0] for name in LOADED.get(tag, ()) if name in values for word in values[name].split(",")
        ]
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "link" and not NOT_LOADED & set(values.get("rel", "").split()):
            self.loaded.append(values["href"])


def build(folder: Path) -> Path:
    """Build the site in *folder*, where a warning is an error, and return where its pages are."""
    words = ("-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet", "-d", str(folder / "doctrees"))
    built = subprocess.run(
        [sys.executable, *words, "docs", str(folder / "site")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return folder / "site"


def pages(site: Path) -> dict[Path, Page]:
    """Every page of *site* by its file."""
    return {file: Page(file) for file in sorted(site.rglob("*.html"))}


def is_outside(address: str) -> bool:
    """Whether *address* is that of another server."""
    return address.startswith(("http:", "https:", "//"))


def dead(page: Page, all_pages: dict[Path, Page]) -> Iterator[str]:
    """The addresses in *page* that lead nowhere in the site."""
    for address in (*page.loaded, *page.links):
        if is_outside(address) or address.startswith(("mailto:", "data:")):
            continue
        path, _, anchor = unquote(address).partition("#")
        file = (page.file.parent / path.partition("?")[0]).resolve() if path else page.file
        if not file.is_file() or (anchor and file in all_pages and anchor not in all_pages[file].anchors):
            yield address
