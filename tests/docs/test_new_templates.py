"""What a template needs beside its file: a place in the reference."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "reference" / "templates.md").read_text()
FILES: Final = [file for file in (ROOT / "src").rglob("templates/*/*") if file.is_file()]
NAMES: Final = sorted(f"{file.parent.name}/{file.name}" for file in FILES)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_in_the_reference(name: str) -> None:
    """With its variables."""
    assert name in PAGE, (
        f"Say what {name} is for in tools/reference/template_words.py, let it be rendered in "
        "tools/reference/template_acts.py, and run `make reference`. "
        "See 'Add a template, or a variable of one' in CONTRIBUTING.md."
    )


def test_no_template_is_named_that_is_gone() -> None:
    """Those of the page are there."""
    assert set(re.findall(r"signet_(?:accounts|server)/\w+\.(?:txt|html)", PAGE)) <= set(NAMES)
