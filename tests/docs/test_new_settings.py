"""What a setting needs beside its field: an effect that a test sees, and a row in the table of settings."""

from __future__ import annotations

import ast
import dataclasses
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from drf_signet.settings import Settings

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "reference" / "settings.md"
DEFAULTS: Final = ROOT / "tests" / "conf" / "test_conf.py"
HOW_TO: Final = "See 'Add a setting' in CONTRIBUTING.md."


@pytest.mark.parametrize("name", [one.name for one in dataclasses.fields(Settings)])
def test_a_setting_has_an_effect_and_a_row(name: str) -> None:
    """A setting that nobody sees at work is none."""
    assert name in seen_at_work(), (
        f"Show what {name} does by an `Effect` in tests/conf, or in tests/accounts for a setting of accounts. {HOW_TO}"
    )
    assert f'    "{name}": ' in DEFAULTS.read_text(), f"Name the default of {name} in tests/conf/test_conf.py. {HOW_TO}"
    assert f"\n### {name}\n" in PAGE.read_text(), (
        f"Give {name} a docstring in settings.py and an example in tools/reference/setting_examples.py, and run "
        f"`make reference`. {HOW_TO}"
    )


@cache
def seen_at_work() -> frozenset[str]:
    """The settings whose effects a test shows: the keys of the dicts in those files."""
    found = set()
    for file in (ROOT / "tests").rglob("*setting_effects.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Dict):
                found |= {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
    return frozenset(found)
