"""
Ours answers every request of `old_project.cases` as the old packages do, except where `differences.json` says why.

`record` writes both files. The page for users explains the reasons.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from compat.tests.drf_jwt.asking import ask_ours

HERE: Final = Path(__file__).parent
THEIRS: Final[dict[str, dict[str, Any]]] = json.loads((HERE / "answers.json").read_text())
DIFFERENCES: Final[dict[str, dict[str, Any]]] = json.loads((HERE / "differences.json").read_text())
CASES: Final = [(dialect, name) for dialect, answers in THEIRS.items() for name in answers]
REASONS: Final = {
    "crash", "strict", "origin", "same site", "own rows", "no oracle", "disabled users", "identifier required",
    "identifier of any kind",
}  # fmt: skip


@pytest.mark.parametrize(("dialect", "name"), CASES)
def test_answer(dialect: str, name: str) -> None:
    """Status, body, headers and cookies are those of the old packages, or of an intended difference."""
    theirs = THEIRS[dialect][name]
    difference = DIFFERENCES[dialect].get(name)
    assert ask_ours(dialect)[name] == (theirs if difference is None else difference["answers"])


@pytest.mark.parametrize("dialect", THEIRS)
def test_every_case_is_recorded(dialect: str) -> None:
    """Every case has a recorded answer."""
    assert set(ask_ours(dialect)) == set(THEIRS[dialect])


@pytest.mark.parametrize("dialect", THEIRS)
def test_nothing_is_an_error_of_the_server(dialect: str) -> None:
    """No request gets a 500, of which the old packages answer many."""
    assert [name for name, steps in ask_ours(dialect).items() for one in steps if one["status"] >= 500] == []
    assert any(one["status"] == 500 for steps in THEIRS[dialect].values() for one in steps)


@pytest.mark.parametrize(
    ("dialect", "name"), [(dialect, name) for dialect, names in DIFFERENCES.items() for name in names]
)
def test_difference_has_a_reason(dialect: str, name: str) -> None:
    """Each difference has a known reason, which is "crash" exactly where the old package crashed."""
    difference, theirs = DIFFERENCES[dialect][name], THEIRS[dialect][name]
    assert difference["why"] in REASONS
    assert difference["answers"] != theirs
    assert (difference["why"] == "crash") == any("error" in one for one in theirs)
