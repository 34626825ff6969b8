"""What a system check needs beside its rule: a test that names its id, and a row in the table of checks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
NUMBER: Final = re.compile(r"\b[EW]\d{3}\b")
HOW_TO: Final = "See 'Add a check' in CONTRIBUTING.md."


class Package(NamedTuple):
    """Where rules are, how their ids begin, where they are tested, and which page lists them."""

    source: str
    prefix: str
    tests: str
    page: str


PACKAGES: Final = (
    Package("src/drf_signet", "signet.", "tests", "docs/reference/checks.md"),
    Package(
        "compat/src/drf_signet_compat/simplejwt",
        "signet.simplejwt.",
        "compat/tests/simplejwt",
        "docs/reference/checks.md",
    ),
    Package(
        "compat/src/drf_signet_compat/drf_jwt", "signet.drf_jwt.", "compat/tests/drf_jwt", "docs/reference/drf-jwt.md"
    ),
)


def numbers_in(source: Path) -> Iterator[str]:
    """The numbers of the rules in *source*: those with which docstrings begin, and those that stand as an id."""
    for file in source.rglob("*.py"):
        text = file.read_text()
        yield from re.findall(r'\bid="signet\.(?:\w+\.)?([EW]\d{3})"', text)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                begin, colon, _ = (ast.get_docstring(node) or "").partition(": ")
                yield from NUMBER.findall(begin) if colon and NUMBER.match(begin) else ()


CHECKS: Final = [(one, number) for one in PACKAGES for number in sorted(set(numbers_in(ROOT / one.source)))]


@pytest.mark.parametrize(("package", "number"), CHECKS, ids=[f"{one.prefix}{number}" for one, number in CHECKS])
def test_a_check_has_a_test_and_a_row(package: Package, number: str) -> None:
    """Its id stands in both."""
    name = f"{package.prefix}{number}"
    assert number in numbers_of_tests(ROOT / package.tests), (
        f"Test what {name} says, by a case in tests/checks or a test in {package.tests} that names it. {HOW_TO}"
    )
    page = (ROOT / package.page).read_text()
    assert f"\n### {name}\n" in page or f"| `{name}` |" in page, (
        f"Give {name} a row in {package.page}: where that is written from the source, begin the docstring of the rule "
        f"with '{number}: ', and name its module in OWN_CHECKS of tools/reference/checks.py. {HOW_TO}"
    )


@cache
def numbers_of_tests(folder: Path) -> frozenset[str]:
    """The numbers that the tests in *folder* name."""
    return frozenset(number for file in folder.rglob("*.py") for number in NUMBER.findall(file.read_text()))
