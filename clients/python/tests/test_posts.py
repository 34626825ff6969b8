"""The ways to the server: no redirects, no endless answers, and errors that hold nothing of what was sent."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import requests

from drf_signet_client import AuthUnavailable, TokenManager
from drf_signet_client.answer import Post
from drf_signet_client.requests_post import RequestsPost
from drf_signet_client.urllib_post import UrllibPost
from scripted import pair
from secrets_in import text_of
from servers_that_fail import FAILING, failing
from wire import Reply, serving


@pytest.fixture(params=["urllib", "requests"])
def post(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """Each of them, and no patience."""
    monkeypatch.setattr("drf_signet_client.requests_post.TIMEOUT", 0.5)
    with requests.Session() as session:
        session.auth = ("somebody", "else")
        yield UrllibPost(timeout=0.5) if request.param == "urllib" else RequestsPost(session)


def test_what_is_sent_and_what_comes_back(post: Post) -> None:
    """JSON, without any other credentials."""
    with serving(lambda _: Reply(401, b'{"code": "no"}', {"Retry-After": "7"})) as server:
        answer = post(f"{server.url}token/", {"refresh": "grüße"})
    assert (answer.status, answer.fields(), answer.retry_after()) == (401, {"code": "no"}, 7)
    (sent,) = server.sent
    assert (sent.method, sent.path, sent.token) == ("POST", "/token/", None)
    assert sent.headers["content-type"] == "application/json"
    assert b"refresh" in sent.body


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(post: Post, status: int) -> None:
    """The refresh token is for one server."""
    with serving() as other, serving(lambda _: Reply(status, b"", {"Location": other.url})) as server:
        assert post(server.url, {"refresh": "refresh-1"}).status == status
    assert other.sent == []


def test_an_answer_of_any_size_is_not_read(post: Post) -> None:
    """A quarter of a megabyte is enough for two tokens."""
    with serving(lambda _: Reply(200, b" " * 1_000_000)) as server, pytest.raises(OSError, match="too large"):
        post(server.url, {})


@pytest.mark.parametrize("name", FAILING)
def test_a_server_that_fails(post: Post, name: str) -> None:
    """In time, and as what it is: no answer. The error holds no token."""
    begin = time.monotonic()
    with failing(name) as url:
        manager = TokenManager(url, post=lambda at, body: pair(0) if at.endswith("token/") else post(at, body))
        manager.login()
        access = manager.get()
        with pytest.raises(AuthUnavailable) as caught:
            manager.get(access)
    assert time.monotonic() - begin < 3
    assert manager.is_signed_in
    assert "refresh-0" not in text_of(caught.value)
    assert access not in text_of(caught.value)
    assert caught.value.text
