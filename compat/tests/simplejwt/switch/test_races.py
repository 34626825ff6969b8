"""Many present one token of Simple JWT at once: it becomes one session, and all get the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from compat.tests.simplejwt.switch.project.prepare import PASSWORD, name_of
from compat.tests.simplejwt.switch.side import Side
from tests.races.client import call, refresh, refresh_together
from tests.races.databases import Database
from tests.races.server import Server, serving

ROUNDS: Final = 40
CLIENTS: Final = 16
KEYS: Final = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}


def sign_in(server: Server, number: int) -> str:
    """The refresh token of one of the users."""
    answer = call(server, "/api/token/", {"username": name_of(number), "password": PASSWORD})
    assert answer.status == 200, answer
    return str(answer.body["refresh"])


def test_a_token_becomes_one_session_whoever_presents_it(empty_database: Database, tmp_path: Path) -> None:
    """Sixteen clients of two processes, a token of the old code in each of forty rounds."""
    old, new = Side(name="old", simple_jwt=KEYS), Side(name="new", simple_jwt=KEYS, workers=2)
    old.migrate(empty_database)
    with serving(empty_database, old, tmp_path) as server:
        tokens = [sign_in(server, number) for number in range(ROUNDS)]
    new.migrate(empty_database)
    newest: list[str] = []
    with serving(empty_database, new, tmp_path) as server, ThreadPoolExecutor(CLIENTS) as pool:
        for token in tokens:
            answers = refresh_together(pool, server, token, CLIENTS)
            assert {one.status for one in answers} == {200}, answers
            (answer,) = {str(one.body["refresh"]) for one in answers}
            newest.append(answer)
        assert [refresh(server, token).status for token in newest] == [200] * ROUNDS
    generations: Sequence[int] = [row.generation for row in empty_database.sessions()]
    assert list(generations) == [2] * ROUNDS
