"""A service whose refresh tokens don't rotate: its answers hold an access token alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from player import Player
from service import Service, running
from test_conformance import OURS

AT_ONCE = [case for case in OURS if any(step.get("parallel") for step in case["steps"])]


@pytest.fixture(scope="module")
def not_rotating() -> Iterator[Service]:
    """One that was told not to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROTATE_REFRESH_TOKENS", "0")
        with running() as service:
            yield service


@pytest.mark.parametrize("case", AT_ONCE, ids=[case["name"] for case in AT_ONCE])
def test_case(case: dict[str, object], not_rotating: Service, tmp_path: Path) -> None:
    """What the suite says of requests at once holds there, too."""
    not_rotating.reset()
    steps = case["steps"]
    assert isinstance(steps, list)
    Player(not_rotating, "requests", tmp_path).play(steps)
