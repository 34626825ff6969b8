"""The figures in ``docs/explanation/architecture.md``: read for the test that compares them, and written anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "architecture.md"
FOLLOWED: Final = "sessions"
"""The tier whose refresh the page shows step by step."""

STEP: Final = re.compile(r"^(\| \d+ \| .* \| )((?:`[\w/.]+` ?)+)( \| )(\d+)( \|)$", re.MULTILINE)
TOTAL: Final = re.compile(r"^(\| (core|sessions|browser) \| )(\d+) \| (\d+)( \|)$", re.MULTILINE)

Ways = Mapping[str, Mapping[str, int]]
"""By tier: how many calls each file has."""


class Step(NamedTuple):
    """A row of the table of steps."""

    files: list[str]
    calls: int


class Total(NamedTuple):
    """A row of the table of tiers."""

    tier: str
    calls: int
    files: int


def steps(text: str) -> list[Step]:
    """The steps on the page *text*."""
    return [Step(re.findall(r"`([^`]+)`", row[2]), int(row[4])) for row in STEP.finditer(text)]


def totals(text: str) -> list[Total]:
    """The figures of each tier on the page *text*."""
    return [Total(row[2], int(row[3]), int(row[4])) for row in TOTAL.finditer(text)]


def written(text: str, ways: Ways) -> str:
    """The page *text* with the figures of *ways*."""

    def step(row: re.Match[str]) -> str:
        calls = sum(ways[FOLLOWED].get(file, 0) for file in re.findall(r"`([^`]+)`", row[2]))
        return f"{row[1]}{row[2]}{row[3]}{calls}{row[5]}"

    def total(row: re.Match[str]) -> str:
        way = ways[row[2]]
        return f"{row[1]}{sum(way.values())} | {len(way)}{row[5]}"

    return TOTAL.sub(total, STEP.sub(step, text))
