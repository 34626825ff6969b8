"""What the code of an error needs beside its row: a row in the documentation, and a word in both clients' lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import drf_signet.sessions.browser.errors  # noqa: F401  # adds rows
from drf_signet import errors
from drf_signet.answers import ANSWERS, EXCHANGE_ANSWERS
from drf_signet.errors import BodyError, SignetError, UnavailableError
from drf_signet.sessions import answers as session_answers

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "reference" / "errors.md").read_text()
OVER_HTTP: Final = PAGE[PAGE.index("\n## Over HTTP\n") :]
LISTS: Final = ("clients/js/README.md", "clients/python/README.md")
PACKAGES: Final = ("drf_signet.errors.", "signet_tokens.errors.")
TYPES: Final = "clients/js/src/errors.ts"
BASES: Final = (BodyError, UnavailableError, errors.SessionError)
"""What is never raised itself."""

HOW_TO: Final = "See 'Add an error code' in CONTRIBUTING.md."


def kinds(base: type[SignetError] = SignetError) -> Iterator[type[SignetError]]:
    """The errors of the library."""
    for one in base.__subclasses__():
        yield from () if one in BASES or not one.__module__.startswith(("drf_signet.", "signet_tokens.")) else (one,)
        yield from kinds(one)


def answered() -> dict[str, int]:
    """The codes that go over the wire, with the status of each."""
    found = {}
    for kind in kinds():
        for table in (ANSWERS, EXCHANGE_ANSWERS, session_answers.EXCHANGE_ANSWERS):
            row = next((row for base in kind.__mro__ if (row := table.get(base))), None)
            if row is not None:
                found[row.code or kind.code] = row.status
    return found


@pytest.mark.parametrize(("code", "status"), sorted(answered().items()))
def test_a_code_is_told_to_those_who_meet_it(code: str, status: int) -> None:
    """On the page of errors, and where the clients say what can go wrong."""
    assert f"`{code}`" in OVER_HTTP, (
        f"Say in tools/reference/tables.py when there is a {code}, and run `make reference`. {HOW_TO}"
    )
    for page in LISTS:
        assert f"`{code}`" in (ROOT / page).read_text(), f"Name {code} among the codes in {page}. {HOW_TO}"
    if status != 503:
        assert f'"{code}"' in (ROOT / TYPES).read_text(), f"Name {code} among the codes in {TYPES}. {HOW_TO}"


@pytest.mark.parametrize(
    "kind", [one for one in kinds() if one.__module__.startswith(("drf_signet.errors.", "signet_tokens.errors."))]
)
def test_an_error_has_a_name_in_the_package_and_a_place_in_its_tree(kind: type[SignetError]) -> None:
    """And a row, also where its code is a reason only."""
    name = kind.__name__
    assert name in errors.__all__, f"Name {name} in errors/__init__.py. {HOW_TO}"
    assert f" {name} " in str(errors.__doc__), f"Give {name} its place in the tree of errors/__init__.py. {HOW_TO}"
    assert f"`{kind.code}`" in PAGE, (
        f"Say in tools/reference/tables.py when there is a {kind.code}, and run `make reference`. {HOW_TO}"
    )
    if issubclass(kind, errors.TokenError):
        for page in LISTS:
            assert f"`{kind.code}`" in (ROOT / page).read_text(), (
                f"Name {kind.code} among the reasons in {page}. {HOW_TO}"
            )
