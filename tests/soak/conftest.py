"""The databases of the races, and the rule that these tests are run only when they are asked for by their path."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.races.conftest import database, new_mariadb, new_postgresql, new_sqlite

__all__ = ["database", "new_mariadb", "new_postgresql", "new_sqlite"]

HERE: Final = Path(__file__).parent
Report = Callable[[str], None]


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Report:
    """Shows a line while the test still runs."""

    def show(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n  {line}")
            sys.stdout.flush()

    return show


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the soak, and say so, unless a path on the command line lies in this folder."""
    asked = [Path(config.invocation_params.dir, argument.split("::")[0]).resolve() for argument in config.args]
    if any(path.is_relative_to(HERE) for path in asked):
        return
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.skip(reason="takes many minutes: python -m pytest tests/soak"))
