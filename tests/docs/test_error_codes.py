"""One can look a code up in the reference, whichever link leads there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "reference" / "errors.md").read_text()
NAMED: Final = sorted(set(re.findall(r"\]\(#(\w+)\)", PAGE)) | set(re.findall(r'"code": "(\w+)"', PAGE)))
EVERY: Final = re.split(r"(?m)^### (\w+)$", PAGE)[1:]
SECTIONS: Final = dict(zip(EVERY[::2], EVERY[1::2], strict=True))


@pytest.mark.parametrize("code", NAMED)
def test_a_code_of_a_table_has_a_section(code: str) -> None:
    """Which says what a client should do."""
    assert "**What a client should do:**" in SECTIONS[code]


def test_http_leads_to_sections_that_are_there() -> None:
    """From each answer of each operation."""
    linked = set(re.findall(r"errors\.md#(\w+)", (ROOT / "docs" / "reference" / "http.md").read_text()))
    assert linked
    assert linked <= SECTIONS.keys()
