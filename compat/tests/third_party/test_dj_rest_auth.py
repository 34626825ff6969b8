"""dj-rest-auth, unchanged, answers with ours installed what it answers with Simple JWT."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from compat.tests.third_party.transcripts import shown, transcript

each_place = pytest.mark.parametrize("cookies", [pytest.param(False, id="body"), pytest.param(True, id="cookies")])
CHOICES = [
    pytest.param({"ROTATE": False, "BLACKLIST": False}, id="no-rotation"),
    pytest.param({"ROTATE": True, "BLACKLIST": False}, id="rotation"),
    pytest.param({"ROTATE": True, "BLACKLIST": True}, id="rotation-with-blacklist"),
]


@each_place
@pytest.mark.parametrize("choices", CHOICES)
def test_it_answers_the_same(choices: dict[str, bool], cookies: bool, tmp_path: Path) -> None:
    """From sign-in to sign-out, in the body and in cookies: every status, key, text and attribute of a cookie."""
    play = partial(transcript, "rest_auth_site", "dj-rest-auth", tmp_path, COOKIES=cookies, **choices)
    with_simple_jwt = shown(play(installed=False))
    assert len(with_simple_jwt) > 20
    assert shown(play(installed=True)) == with_simple_jwt
