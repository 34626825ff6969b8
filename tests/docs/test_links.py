"""Every link from one document to another leads somewhere, and every decision has its number."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
)
ADDRESS = re.compile(r"\]\(|\"https://")
PAGES = TRACKED.stdout.split()


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """A file that is linked to exists."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text())
    missing = [link for link in links if not ((ROOT / page).parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_lines_fit(page: str) -> None:
    """Prose is wrapped at 120 columns; tables and code are as wide as they are."""
    prose = re.sub(r"(?s)```.*?```", "", (ROOT / page).read_text()).splitlines()
    assert [line for line in prose if len(line) > 120 and not line.startswith("|") and not ADDRESS.search(line)] == []


def test_decisions_are_numbered() -> None:
    """From 1 on, without a gap, and the title has the number of the file."""
    pages = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert page.read_text().startswith(f"# {int(page.name[:4])}. ")
