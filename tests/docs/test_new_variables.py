"""What an environment variable needs beside the code that reads it: a place in the reference."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "reference" / "environment.md").read_text()
SERVICE: Final = ROOT / "src" / "signet_server"
SOURCE: Final = "".join((SERVICE / f"{one}.py").read_text() for one in ("environment", "signing_keys"))
READ: Final = [*re.findall(r'variables(?:\.get\(|, )"([A-Z_0-9]+)"', SOURCE)]
HOW_TO: Final = "See 'Add an environment variable' in CONTRIBUTING.md."


@pytest.mark.parametrize("name", sorted(set(READ)))
def test_a_variable_is_in_the_reference(name: str) -> None:
    """With its type, its default and an example."""
    assert f"\n## {name}\n" in PAGE, (
        f"Name {name} in the docstring of its field in environment_variables.py, give it an example in "
        "tools/reference/environment.py, and run `make reference`. "
        f"{HOW_TO}"
    )


def test_all_are_found() -> None:
    """Those of the page are those that are read, and one that stands for all variables of providers."""
    assert set(re.findall(r"(?m)^## (\w+)$", PAGE)) == {*READ, "PROVIDERS_GOOGLE_CLIENT_ID"}
