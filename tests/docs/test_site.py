"""The site of the documents builds without a warning, loads nothing from outside, and no link in it is dead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.site import Page, dead, is_outside
from tests.docs.site import pages as pages_of


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Its pages."""
    return pages_of(site)


def test_nothing_is_loaded_from_outside(site: Path, pages: dict[Path, Page]) -> None:
    """Neither by a page nor by a style sheet."""
    outside = {(str(page.file), one) for page in pages.values() for one in page.loaded if is_outside(one)}
    assert outside == set()
    for sheet in site.rglob("*.css"):
        assert re.findall(r"url\(\s*['\"]?(?:https?:)?//[^)]*\)|@import[^;]*", sheet.read_text()) == [], sheet.name


def test_no_link_is_dead(pages: dict[Path, Page]) -> None:
    """Nor a picture, a style sheet or an anchor."""
    assert {str(page.file.name): found for page in pages.values() if (found := list(dead(page, pages)))} == {}


def test_each_page_is_there_as_markdown(site: Path, pages: dict[Path, Page]) -> None:
    """Beside its HTML, listed in llms.txt, and every link in it leads somewhere."""
    listed = re.findall(r"\]\((.+?)\)", (site / "llms.txt").read_text())
    names = [str(file.relative_to(site)) for file in pages if file.name != "search.html"]
    assert {name.replace(".html", ".md") for name in names} - {"index.md"} == set(listed)
    for page in site.rglob("*.md"):
        links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())
        assert [link for link in links if not (page.parent / link).exists()] == [], page.name


def test_the_first_use_of_a_term_leads_to_the_glossary(site: Path) -> None:
    """Once for each page, which then goes on without links."""
    how_to = (site / "how-to" / "sessions.html").read_text()
    assert how_to.count("glossary.html#refresh-token") == 1
    assert "glossary.html#rotation-rotate" in how_to
    assert "Simple <a" not in (site / "coming-from" / "simple-jwt.html").read_text()
