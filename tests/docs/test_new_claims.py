"""What a claim of our own needs beside its name: no setting may give it another meaning, and a page says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from drf_signet.checks import REGISTERED_CLAIMS

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = ROOT / "src" / "drf_signet"
PAGE: Final = ROOT / "docs" / "how-to" / "sessions.md"
HOW_TO: Final = "See 'Add a claim' in CONTRIBUTING.md."


def own_claims() -> Iterator[str]:
    """The values of constants whose names end with ``CLAIM``."""
    for file in SOURCE.rglob("*.py"):
        yield from re.findall(r'(?m)^(?:[A-Z_]+_)?CLAIM: Final = "(\w+)"$', file.read_text())


@pytest.mark.parametrize("claim", sorted({*own_claims()}))
def test_a_claim_has_one_meaning_and_a_row(claim: str) -> None:
    """Settings that name a claim can't take it, and whoever reads a token finds it on the page."""
    assert claim in REGISTERED_CLAIMS, f"Name {claim} in REGISTERED_CLAIMS of checks.py. {HOW_TO}"
    assert re.search(rf"(?m)^\| `{claim}` \|", PAGE.read_text()), (
        f"Add a row for {claim} to the table of claims in docs/how-to/sessions.md. {HOW_TO}"
    )
