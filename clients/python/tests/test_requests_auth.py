"""`RequestsAuth`: what a session of requests does with it, beside signing in."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from bodies import CONTENT, once
from drf_signet_client import AuthUnavailable, TokenManager
from drf_signet_client.requests_auth import RequestsAuth
from scripted import pair
from turning_clock import TurningClock
from wire import Reply, Tokens, Wire, serving


class Place:
    """A service, another origin, and a session that is signed in with the first."""

    def __init__(self, server: Wire, other: Wire, tokens: Tokens, session: requests.Session) -> None:
        self.server, self.other, self.tokens, self.session = server, other, tokens, session
        self.clock = TurningClock()
        self.manager = TokenManager(server.url, clock=self.clock)
        self.manager.login()
        session.auth = RequestsAuth(self.manager)


@pytest.fixture
def place() -> Iterator[Place]:
    """All of it."""
    tokens = Tokens()
    with serving(tokens) as server, serving() as other, requests.Session() as session:
        session.trust_env = False
        yield Place(server, other, tokens, session)


def test_the_first_answer_is_in_the_history(place: Place) -> None:
    """As with the library's own digest; its cookies are kept, and it can be looked at."""
    place.tokens.expire()
    answer = place.session.get(f"{place.server.url}x", cookies={"mine": "1"}, headers={"X-Mine": "2"}, timeout=5)
    assert [one.status_code for one in answer.history] == [401]
    assert answer.history[0].json() == {"code": "token_not_valid"}
    assert place.session.cookies["seen"] == "401"
    assert answer.request.headers["Authorization"] == "Bearer access-2"
    again = place.server.sent[-1]
    assert (again.headers["cookie"], again.headers["x-mine"]) == ("mine=1", "2")


def test_hooks_see_the_last_answer_once(place: Place) -> None:
    """Those of the session and those of the call; the session has no more of them afterwards."""
    seen: list[int] = []
    place.session.hooks["response"].append(lambda answer, **_: seen.append(answer.status_code))
    place.tokens.expire()
    for _ in range(3):
        place.session.get(f"{place.server.url}x", timeout=5)
    assert seen == [200, 200, 200]
    assert len(place.session.hooks["response"]) == 1


@pytest.mark.parametrize("status", [200, 400, 401, 404, 500])
def test_the_answer_to_the_second_request_is_the_answer(place: Place, status: int) -> None:
    """Whatever it is."""
    place.tokens.then = lambda _: Reply(status, b"second")
    place.tokens.expire()
    answer = place.session.get(f"{place.server.url}x", timeout=5)
    assert (answer.status_code, answer.content) == (status, b"second")
    assert place.tokens.refreshes == 1


def test_one_connection_is_enough(place: Place) -> None:
    """The first answer is read, so its connection serves the second request; nothing is left open by a stream."""
    adapter = requests.adapters.HTTPAdapter(pool_maxsize=1, pool_block=True)
    place.session.mount("http://", adapter)
    for _ in range(3):
        place.tokens.expire()
        with place.session.get(f"{place.server.url}x", stream=True, timeout=5) as answer:
            assert answer.raw.read() == b"{}"
    of_the_manager = 1 + place.tokens.refreshes
    assert place.server.connections == of_the_manager + 1
    for _ in range(3):
        place.tokens.expire()
        assert place.session.post(f"{place.server.url}x", data=b"body", timeout=5).ok


BODIES: dict[str, Any] = {
    "bytes": lambda: {"data": CONTENT},
    "text": lambda: {"data": CONTENT.decode()},
    "form": lambda: {"data": {"a": "b"}},
    "JSON": lambda: {"json": {"a": "ü"}},
    "files": lambda: {"files": {"file": io.BytesIO(CONTENT)}},
    "nothing": dict,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_bodies_are_sent_again(place: Place, body: Any) -> None:
    """As they were, byte for byte."""
    place.tokens.expire()
    assert place.session.post(f"{place.server.url}x", **body(), timeout=5).status_code == 200
    first, second = [one for one in place.server.sent if one.path == "/x"]
    assert first.body == second.body
    assert first.headers.get("content-type") == second.headers.get("content-type")


def test_a_file_is_sent_again_from_where_it_was(place: Place) -> None:
    """Not from its very beginning, and not from its end."""
    file = io.BytesIO(b"skipped" + CONTENT)
    file.seek(7)
    place.tokens.expire()
    assert place.session.post(f"{place.server.url}x", data=file, timeout=5).status_code == 200
    assert [one.body for one in place.server.sent if one.path == "/x"] == [CONTENT, CONTENT]


def test_what_can_be_read_once_is_sent_once(place: Place) -> None:
    """The refusal is handed back as it came, and the next request does what is to be done."""
    place.tokens.expire()
    answer = place.session.post(f"{place.server.url}x", data=once(), timeout=5)
    assert (answer.status_code, answer.json()) == (401, {"code": "token_not_valid"})
    assert [one.body for one in place.server.sent if one.path == "/x"] == [CONTENT]
    assert place.session.get(f"{place.server.url}y", timeout=5).ok


def test_a_pipe_can_be_read_once(place: Place) -> None:
    """Though it has all the methods of a file."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(b"through a pipe")
    place.tokens.expire()
    with os.fdopen(reading, "rb") as pipe:
        assert place.session.post(f"{place.server.url}x", data=pipe, timeout=5).status_code == 401
    assert [one.body for one in place.server.sent if one.path == "/x"] == [b"through a pipe"]


def test_what_can_be_read_once_is_not_sent_with_an_old_token(place: Place) -> None:
    """In the second half of its life it might be refused."""
    place.clock.passed = 160
    assert place.session.post(f"{place.server.url}x", data=once(), timeout=5).status_code == 200
    assert place.server.tokens("/x") == ["Bearer access-2"]
    place.clock.passed = 320
    assert place.manager.get() == "access-2"


def test_a_redirect_within_the_service_keeps_the_token(place: Place) -> None:
    """The newest one, also where it was replaced on the way; the second address is not refused again."""
    place.tokens.then = lambda sent: Reply(302, b"", {"Location": "/new"}) if sent.path == "/old" else Reply()
    place.tokens.expire()
    answer = place.session.get(f"{place.server.url}old", timeout=5)
    assert answer.status_code == 200
    assert place.server.tokens("/old") == ["Bearer access-1", "Bearer access-2"]
    assert place.server.tokens("/new") == ["Bearer access-2"]


def test_a_request_is_repeated_once_however_many_redirects(place: Place) -> None:
    """One that is refused at the second address as well is refused."""
    place.tokens.then = lambda sent: Reply(307, b"", {"Location": "/new"}) if sent.path == "/old" else Reply(401)
    place.tokens.expire()
    assert place.session.get(f"{place.server.url}old", timeout=5).status_code == 401
    assert place.server.tokens("/new") == ["Bearer access-2"]
    assert place.tokens.refreshes == 1


@pytest.mark.parametrize("expired", [False, True])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_elsewhere_takes_no_token_along(place: Place, method: str, expired: bool) -> None:
    """And a refusal there is no reason to refresh."""
    place.tokens.then = lambda sent: Reply(307, b"", {"Location": f"{place.other.url}there"})
    place.other.behaviour = lambda _: Reply(401)
    if expired:
        place.tokens.expire()
    assert place.session.request(method, f"{place.server.url}x", data=b"a", timeout=5).status_code == 401
    assert place.other.tokens("/there") == [None]
    assert place.tokens.refreshes == expired


def test_a_redirect_there_and_back(place: Place) -> None:
    """Whoever it was there chose the address: it's asked as by nobody."""
    place.tokens.then = lambda sent: Reply(307, b"", {"Location": f"{place.other.url}there"})
    place.other.behaviour = lambda _: Reply(307, b"", {"Location": f"{place.server.url}delete-everything"})
    assert place.session.get(f"{place.server.url}x", timeout=5).status_code == 401
    assert place.server.tokens("/delete-everything") == [None]


def test_a_redirect_from_http_to_https_is_one_to_another_origin() -> None:
    """Requests would let it keep the token, on the usual ports."""
    sent: list[tuple[str, str | None]] = []

    class Adapter(requests.adapters.HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
            sent.append((str(request.url), request.headers.get("Authorization")))
            answer = requests.Response()
            answer.request, answer.url, answer.raw = request, str(request.url), io.BytesIO()
            answer.status_code = 301 if request.url == "http://api.example.com/x" else 200
            answer.headers["Location"] = "https://api.example.com/x"
            return answer

    def tokens(url: str, body: object) -> Any:
        return pair(0)

    manager = TokenManager("http://api.example.com/", post=tokens)
    manager.login()
    with requests.Session() as session:
        session.mount("http://", Adapter())
        session.mount("https://", Adapter())
        session.get("http://api.example.com/x", auth=RequestsAuth(manager), timeout=5)
    assert sent == [("http://api.example.com/x", "Bearer access-0"), ("https://api.example.com/x", None)]


@pytest.mark.parametrize("address", ["http://{host}@{other}/there", "http://{other}/there", "http://x@{host}/here"])
def test_an_address_elsewhere_gets_no_token(place: Place, address: str) -> None:
    """Not even one that looks like the service, nor one that brings a user along."""
    host, other = (one.removeprefix("http://").rstrip("/") for one in (place.server.url, place.other.url))
    place.session.get(address.format(host=host, other=other), timeout=5)
    sent = [*place.other.sent, *(one for one in place.server.sent if one.path == "/here")]
    assert len(sent) == 1
    assert "access" not in str(sent)


def test_a_refresh_that_can_not_be_had_leaves_no_connection(place: Place) -> None:
    """The first answer is closed."""
    adapter = requests.adapters.HTTPAdapter(pool_maxsize=1, pool_block=True)
    place.session.mount("http://", adapter)
    place.tokens.expire()
    behaviour = place.server.behaviour
    place.server.behaviour = lambda sent: Reply(503) if "refresh" in sent.path else behaviour(sent)
    for _ in range(2):
        with pytest.raises(AuthUnavailable):
            place.session.get(f"{place.server.url}x", stream=True, timeout=5)


def test_without_a_session_a_request_is_that_of_nobody(place: Place) -> None:
    """Which is for the server to judge."""
    place.manager.logout()
    assert place.session.get(f"{place.server.url}x", timeout=5).status_code == 401
    assert place.server.tokens("/x") == [None]
    assert place.tokens.refreshes == 0
