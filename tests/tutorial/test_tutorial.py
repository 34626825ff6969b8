"""All chapters, one after the other: the folder of one is where the next begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.documents.wheels import build_wheel
from tests.real_parts.chromium import chromium
from tests.real_parts.needs import missing, program
from tests.real_parts.old_environments import ROOT
from tests.tutorial.page import FOLDER, sections
from tests.tutorial.reader import Reader
from tests.tutorial.server import server_for
from tests.tutorial.visitor import acts, acts_on_server

CHAPTERS: Final = ("1-api.md", "2-sessions.md", "3-page.md", "4-accounts.md", "5-deploy.md")
FOR_ADMINISTRATORS: Final = {"Install the programs", "Start it"}
NEEDED: Final = (ROOT / "node_modules" / "vite", ROOT / "clients" / "js" / "dist" / "index.js")


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """Somebody with an empty folder."""
    for path in NEEDED:
        if not path.exists():
            missing(f"{path.relative_to(ROOT)} is not there: npm ci, and npm run build --workspace drf-signet-client")
    program("curl", package="curl")
    folders = [tmp_path / "wheel", tmp_path / "reader"]
    for folder in folders:
        folder.mkdir()
    reader = Reader(folders[1], build_wheel(ROOT, folders[0]))
    yield reader
    reader.close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as browser:
        yield browser


def test_a_reader_follows_it_from_top_to_bottom(reader: Reader, browser: Browser) -> None:
    """Each block is typed or written exactly as printed, and the results are those that the pages show."""
    *at_home, on_the_server = CHAPTERS
    page = browser.new_context().new_page()
    for chapter in at_home:
        reader.follow(chapter, acts(page))
    page.close()
    reader.stop_servers()

    with server_for(reader) as server:
        reader.open_terminal(reader.folder)
        page = browser.new_context(ignore_https_errors=True).new_page()
        reader.follow(on_the_server, acts_on_server(page, server))
    assert set(reader.left_out) == FOR_ADMINISTRATORS


def test_each_chapter_leads_to_the_next() -> None:
    """None is left out, and each says how long it takes, where it begins, and what there is to see."""
    assert {one.name for one in FOLDER.glob("[0-9]*.md")} == set(CHAPTERS)
    for before, chapter in zip(("", *CHAPTERS), CHAPTERS, strict=False):
        text = (FOLDER / chapter).read_text()
        assert "**Takes about " in text
        assert before in text.partition("\n## ")[0]
        assert any(section.title.startswith("See ") for section in sections(chapter)), chapter
    warning = (FOLDER / CHAPTERS[-1]).read_text().partition("\n## ")[0]
    assert all(f"“{title}”" in warning for title in FOR_ADMINISTRATORS)
