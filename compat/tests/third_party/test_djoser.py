"""djoser, unchanged, answers with ours installed what it answers with Simple JWT."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from compat.tests.third_party.transcripts import shown, transcript

CHOICES = [
    pytest.param({"ROTATE": False, "BLACKLIST": False}, id="no-rotation"),
    pytest.param({"ROTATE": True, "BLACKLIST": False}, id="rotation"),
    pytest.param({"ROTATE": False, "BLACKLIST": True}, id="blacklist"),
    pytest.param({"ROTATE": True, "BLACKLIST": True}, id="rotation-with-blacklist"),
]


@pytest.mark.parametrize("choices", CHOICES)
def test_it_answers_the_same(choices: dict[str, bool], tmp_path: Path) -> None:
    """From registration to sign-out: every status, key and text, whatever the tokens are told to do."""
    play = partial(transcript, "djoser_site", "djoser", tmp_path, **choices)
    with_simple_jwt = shown(play(installed=False))
    assert len(with_simple_jwt) > 30
    assert shown(play(installed=True)) == with_simple_jwt
