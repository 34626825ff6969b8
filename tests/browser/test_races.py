"""Tabs that refresh at once, against a running server whose requests are transactions (ATOMIC_REQUESTS)."""

from __future__ import annotations

import http.client
import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from http.cookies import SimpleCookie
from typing import Final

import pytest

from tests.browser.page import CREDENTIALS
from tests.browser.serving import Served, served

TABS: Final = 8


@dataclass(frozen=True)
class Answer:
    """Status, code in the body, and the cookie: None where it isn't touched, empty where it is deleted."""

    status: int
    code: object
    cookie: str | None


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project over plain http."""
    with served(tmp_path_factory.mktemp("races")) as project:
        yield project


@pytest.fixture
def project(running: Served) -> Served:
    """Nobody has signed in yet."""
    running.forget_sessions()
    return running


def ask(project: Served, path: str, cookie: str | None, body: object = None) -> Answer:
    """The answer to a page of our own, with the token *cookie*."""
    headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
    if cookie is not None:
        headers["Cookie"] = f"refresh={cookie}"
    with closing(http.client.HTTPConnection("127.0.0.1", project.port, timeout=20)) as connection:
        connection.request("POST", f"/api/browser/{path}", json.dumps(body or {}), headers)
        response = connection.getresponse()
        text = response.read()
    set_cookie = SimpleCookie(response.headers.get("Set-Cookie", ""))
    code = json.loads(text).get("code") if text else None
    return Answer(response.status, code, set_cookie["refresh"].value if "refresh" in set_cookie else None)


def sign_in(project: Served) -> str:
    """The token in the cookie of a new session."""
    answer = ask(project, "token/", None, CREDENTIALS)
    assert answer.cookie
    return answer.cookie


def let_pass(project: Served, seconds: int) -> None:
    """Let every session have been refreshed that much earlier."""
    with closing(sqlite3.connect(project.database, timeout=20)) as connection, connection:
        connection.execute(
            "UPDATE signet_sessions_session SET rotated_at = datetime(rotated_at, ?)", [f"-{seconds} seconds"]
        )


def test_all_tabs_get_the_same_cookie(project: Served) -> None:
    """So it doesn't matter whose answer the browser takes last; the row has moved by one each time."""
    cookie = sign_in(project)
    with ThreadPoolExecutor(TABS) as pool:
        for round_number in range(1, 6):
            answers = list(pool.map(lambda token: ask(project, "token/refresh/", token), [cookie] * TABS))
            assert {one.status for one in answers} == {200}
            (newest,) = {one.cookie for one in answers}
            assert newest
            assert newest != cookie
            assert project.sessions() == [(round_number, "")]
            cookie = newest


def test_the_loser_leaves_the_cookie_of_the_winner(project: Served) -> None:
    """A tab that is two refreshes late is told so, and its answer touches no cookie; the winner's goes on."""
    first = sign_in(project)
    second = ask(project, "token/refresh/", first).cookie
    let_pass(project, 60)
    third = ask(project, "token/refresh/", second).cookie
    assert ask(project, "token/refresh/", first) == Answer(409, "refresh_superseded", None)
    assert ask(project, "token/refresh/", "garbage") == Answer(401, "token_not_valid", None)
    assert ask(project, "token/refresh/", None) == Answer(401, "cookie_missing", None)
    assert ask(project, "token/refresh/", third).status == 200
    assert project.sessions() == [(3, "")]


def test_a_reused_token_ends_the_session_for_good(project: Served) -> None:
    """The transaction of the request doesn't take the end back, though the answer is a 401; the cookie goes."""
    first = sign_in(project)
    second = ask(project, "token/refresh/", first).cookie
    let_pass(project, 3_600)
    assert ask(project, "token/refresh/", first) == Answer(401, "token_not_valid", "")
    assert project.sessions() == [(1, "reuse")]
    assert ask(project, "token/refresh/", second) == Answer(401, "token_not_valid", "")


def test_signing_out_while_others_refresh_leaves_nobody_signed_in(project: Served) -> None:
    """Whichever comes first: afterwards no cookie that any tab got is good."""
    for _ in range(5):
        project.forget_sessions()
        cookie = sign_in(project)
        paths = ["token/refresh/", "token/refresh/", "logout/", "token/refresh/"]
        with ThreadPoolExecutor(len(paths)) as pool:
            answers = list(pool.map(partial(ask, project, cookie=cookie), paths))
        assert {one.status for one in answers} <= {200, 204, 401}
        assert answers[2] == Answer(204, None, "")
        for one in answers:
            if one.cookie:
                assert ask(project, "token/refresh/", one.cookie).status == 401
        assert [reason for _, reason in project.sessions()] == ["logout"]
