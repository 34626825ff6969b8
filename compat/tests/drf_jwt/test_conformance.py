"""
Every request of `old_project.cases` is answered as the old packages answer it, but where `differences.json` says why.

`record` writes both files. What the reasons mean, the page for users tells.
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
    """Status, body, headers and cookies are theirs, or those of a difference that is meant."""
    theirs = THEIRS[dialect][name]
    difference = DIFFERENCES[dialect].get(name)
    assert ask_ours(dialect)[name] == (theirs if difference is None else difference["answers"])


@pytest.mark.parametrize("dialect", THEIRS)
def test_every_case_is_recorded(dialect: str) -> None:
    """There is no case whose answer nobody has looked at."""
    assert set(ask_ours(dialect)) == set(THEIRS[dialect])


@pytest.mark.parametrize("dialect", THEIRS)
def test_nothing_is_an_error_of_the_server(dialect: str) -> None:
    """Not one of the requests is answered with a 500, of which the old packages have many."""
    assert [name for name, steps in ask_ours(dialect).items() for one in steps if one["status"] >= 500] == []
    assert any(one["status"] == 500 for steps in THEIRS[dialect].values() for one in steps)


@pytest.mark.parametrize(
    ("dialect", "name"), [(dialect, name) for dialect, names in DIFFERENCES.items() for name in names]
)
def test_difference_has_a_reason(dialect: str, name: str) -> None:
    """What differs, differs for one of the known reasons, and a crash is always one."""
    difference, theirs = DIFFERENCES[dialect][name], THEIRS[dialect][name]
    assert difference["why"] in REASONS
    assert difference["answers"] != theirs
    assert (difference["why"] == "crash") == any("error" in one for one in theirs)
