"""What a signal needs beside its definition: a place in the reference."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "reference" / "signals.md").read_text()
OURS: Final = {"attempted", "outage_found", "sign_up_opened"}
"""Figures are counted by the first two, and identities listen to the last. They are promised to nobody."""

NAMES: Final = [
    name
    for file in (ROOT / "src").rglob("*.py")
    for name in re.findall(r"(?m)^(\w+)(?:: [\w\[\]]+)? = Signal\(", file.read_text())
    if name not in OURS
]


@pytest.mark.parametrize("name", NAMES)
def test_a_signal_is_in_the_reference(name: str) -> None:
    """With its arguments and an example."""
    assert f"\n## {name}\n" in PAGE, (
        f"Let {name} be sent in tools/reference/signals.py, give it an example in tools/reference/signal_words.py, and "
        "run `make reference`. See 'Add a signal' in CONTRIBUTING.md."
    )


def test_they_are_found() -> None:
    """All of the page are."""
    assert set(re.findall(r"(?m)^## (\w+)$", PAGE)) == set(NAMES)
