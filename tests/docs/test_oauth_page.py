"""The page about RFC 9700 and RFC 10017: each row names a test, and the tests exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.docs.named_tests import is_a_test, named_in

PAGE: Final = (Path(__file__).resolve().parents[2] / "docs" / "explanation" / "oauth-best-practices.md").read_text(
    encoding="utf-8"
)
ROWS: Final = re.findall(r"(?m)^\| \d.* \| ([^|]+) \|$", PAGE)
NAMED: Final = named_in(ROWS)


def test_each_row_names_a_test() -> None:
    """Also where something is not done: it shows what is there in its place."""
    assert len(ROWS) == len(re.findall(r"(?m)^\| \d", PAGE)) > 20
    assert [cell for cell in ROWS if not named_in([cell])] == []


@pytest.mark.parametrize("name", NAMED)
def test_a_named_test_exists(name: str) -> None:
    """The file has that function."""
    assert is_a_test(name)
