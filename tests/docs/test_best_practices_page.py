"""The page about RFC 8725: the tests that it names exist, and every section has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.named_tests import is_a_test, named_in

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "explanation" / "jwt-best-practices.md").read_text(
    encoding="utf-8"
)
ROWS = re.findall(r"^\| ((?:3|RFC)\S*).* \| (`[^|]*`) \|$", PAGE, re.MULTILINE)
NAMED = named_in(cell for _, cell in ROWS)


def test_no_section_is_left_out() -> None:
    """RFC 8725 has twelve sections of rules, and its successor has three more."""
    assert {section for section, _ in ROWS} >= {f"3.{number}" for number in range(1, 16)}


@pytest.mark.parametrize("name", NAMED)
def test_a_named_test_exists(name: str) -> None:
    """The file has that function."""
    assert is_a_test(name)
