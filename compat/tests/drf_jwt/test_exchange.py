"""Tokens that the old packages issued are accepted. (That they accept ours, `record` shows: it has them at hand.)"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from compat.tests.drf_jwt.asking import exchange_with_ours

TOKENS: Final[dict[str, dict[str, str]]] = json.loads((Path(__file__).parent / "tokens.json").read_text())
OK: Final = {"1.x": 200, "1.19": 201}


@cache
def answers(dialect: str) -> Any:
    """What ours answers to each of the recorded tokens, with the settings it was issued with."""
    return exchange_with_ours(dialect, "accept", list(TOKENS[dialect]), TOKENS[dialect])


@pytest.mark.parametrize(("dialect", "group"), [(dialect, group) for dialect in TOKENS for group in TOKENS[dialect]])
def test_token_of_the_old_package(dialect: str, group: str) -> None:
    """It authenticates and is verified; where it says when its user signed in, it is refreshed."""
    can_be_refreshed = dialect == "1.19" or group in {"refresh", "user_secret", "payload"}
    answer = answers(dialect)[group]
    assert answer["me"] == [200, "ada"]
    assert answer["verify"][0] == OK[dialect]
    assert answer["refresh"][0] == (OK[dialect] if can_be_refreshed else 400)


@pytest.mark.parametrize("dialect", TOKENS)
def test_tokens_of_other_settings_are_refused(dialect: str) -> None:
    """The keys are looked at: what was signed with one secret is no token with the other."""
    answer = exchange_with_ours(dialect, "accept", ["secret"], {"secret": TOKENS[dialect]["default"]})["secret"]
    assert [status for status, _ in answer.values()] == [400, 400, 401]
