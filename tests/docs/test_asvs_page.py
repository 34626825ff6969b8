"""The page about OWASP ASVS: no row is left out, its figures are right, and the tests that it names exist."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.docs.named_tests import is_a_test, named_in

PAGE: Final = (Path(__file__).resolve().parents[2] / "docs" / "explanation" / "asvs.md").read_text(encoding="utf-8")
ROW: Final = r"(?m)^\| (\d+\.\d+\.\d+) \| ([123]) \| [^|]+ \| (Met|Partly|Not met|Yours) \| [^|]+ \| ([^|]+) \|$"
ROWS: Final = re.findall(ROW, PAGE)
NAMED: Final = named_in(cell for *_, cell in ROWS)

SECTIONS: Final = {
    "3.3": 5, "3.5": 8, "6.1": 3, "6.2": 12, "6.3": 8, "6.4": 6, "6.5": 8, "6.6": 4, "6.7": 2, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 3, "7.6": 2, "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 3, "10.3": 5, "10.5": 5,
}  # fmt: skip
"""How many rows each section of version 5.0.0 has."""


def left_out() -> set[str]:
    """The rows of mechanisms that are not there, as the page lists them."""
    found: set[str] = set()
    for paragraph in re.findall(r"(?ms)^(?:These rows|Row \d).*?\n\n", PAGE):
        for first, last in re.findall(r"(\d+\.\d+\.\d+)(?: to (\d+\.\d+\.\d+))?", paragraph):
            section, _, number = first.rpartition(".")
            end = int((last or first).rpartition(".")[2])
            found |= {f"{section}.{one}" for one in range(int(number), end + 1)}
    return found


def test_no_row_is_left_out() -> None:
    """Each is in a table, or among those that ask about something that is not there."""
    rows = {number for number, *_ in ROWS}
    assert rows & left_out() == set()
    wanted = {f"{section}.{one}" for section, many in SECTIONS.items() for one in range(1, many + 1)}
    assert rows | left_out() == wanted
    assert len(ROWS) == len(rows)


def test_the_figures_are_those_of_the_rows() -> None:
    """By level and verdict."""
    counts = Counter((level, verdict) for _, level, verdict, _ in ROWS)
    for level in "123":
        said = re.findall(rf"(?m)^\| Level {level} \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE)[0]
        assert [int(one) for one in said] == [counts[level, one] for one in ("Met", "Partly", "Not met", "Yours")]


def test_what_is_not_met_is_said_at_the_top() -> None:
    """All of it, in one list."""
    (paragraph,) = re.findall(r"(?ms)^\*\*Not met yet\*\*.*?\n\n", PAGE)
    said = set(re.findall(r"\d+\.\d+\.\d+", paragraph))
    assert said == {number for number, _, verdict, _ in ROWS if verdict == "Not met"}


@pytest.mark.parametrize("name", NAMED)
def test_a_named_test_exists(name: str) -> None:
    """The file has that function."""
    assert is_a_test(name)
