"""The page for users is right about every key and its default, every check, and every text."""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, Field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from drf_signet_compat.drf_jwt import settings as old
from drf_signet_compat.drf_jwt.v1_19 import settings as fork

ROOT: Final = Path(__file__).resolve().parents[3]
PAGE: Final = (ROOT / "docs" / "reference" / "drf-jwt.md").read_text()
ROWS: Final = {row[0]: row for row in (line.strip("| ").split(" | ") for line in PAGE.splitlines() if "|" in line)}
HERE: Final = Path(__file__).parent
COLUMNS: Final[list[tuple[int, Any]]] = [(1, old.Settings), (2, fork.Settings)]
OF_DJANGO: Final = ("This field", "A valid", "Invalid data", "Not a valid", "No data", "Invalid pk", "Incorrect type")


def written(one: Field[Any]) -> str:
    """The default of *one*, as the page writes it."""
    if one.default is MISSING:
        return "SECRET_KEY" if one.name == "JWT_SECRET_KEY" else "None"
    if isinstance(one.default, timedelta):
        return {300: "5 minutes", 604_800: "7 days"}[int(one.default.total_seconds())]
    if isinstance(one.default, str):
        path = one.default.removeprefix("rest_framework_jwt.")
        return path if path != one.default else f'"{path}"'
    return repr(one.default)


@pytest.mark.parametrize(("column", "dialect"), COLUMNS)
def test_settings(column: int, dialect: Any) -> None:
    """The page lists each key with its default, and no other key."""
    said = {key.strip("`"): row[column] for key, row in ROWS.items() if re.fullmatch(r"`JWT_\w+`", key)}
    meant = {one.name: f"`{written(one)}`" for one in fields(dialect)}
    assert {key: value for key, value in said.items() if value != "-" and key in meant} == meant
    assert {key for key, value in said.items() if value == "-"} == set(said) - set(meant)


def test_checks() -> None:
    """The page lists the id of each check."""
    source = (ROOT / "compat" / "src" / "drf_signet_compat" / "drf_jwt" / "checks.py").read_text()
    ids = set(re.findall(r'"([EW]\d{3})"|drf_jwt\.([EW]\d{3})', source)) | {("E002", ""), ("W005", "")}
    assert set(re.findall(r"`signet\.drf_jwt\.(\w+)`", PAGE)) == {one or other for one, other in ids}


@pytest.mark.parametrize(("dialect", "column"), [("1.x", 1), ("1.19", 2)])
def test_texts(dialect: str, column: int) -> None:
    """Each text that the old package answered is in its column, except those of Django REST framework."""
    answers = json.loads((HERE / "answers.json").read_text())[dialect]
    texts: set[str] = set()
    for steps in answers.values():
        for body in (one.get("body") for one in steps):
            found = body if isinstance(body, list) else (body or {}).get("non_field_errors", [])
            texts |= {text for text in found if isinstance(text, str)}
    ours = {one for one in texts if not one.startswith(OF_DJANGO) and "is not a valid UUID" not in one}
    column_text = "\n".join(row[column] for row in ROWS.values() if len(row) > column)
    assert ours
    assert {one for one in ours if one not in column_text} == set()
