"""`HttpxAuth` and `Httpx2Auth`: what clients do with them, beside signing in. Each test in four ways."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Iterator
from threading import Event, Thread
from typing import Any

import pytest

from bodies import CONTENT
from drf_signet_client import AuthUnavailable, TokenManager
from libraries import ASYNC_LIBRARIES, LIBRARIES
from turning_clock import TurningClock
from wire import Reply, Tokens, Wire, serving


class Place:
    """A service, another origin, and *call*, which sends one request in one of the ways."""

    def __init__(self, server: Wire, other: Wire, tokens: Tokens, way: str) -> None:
        self.server, self.other, self.tokens, self.way = server, other, tokens, way
        self.clock = TurningClock()
        self.manager = TokenManager(server.url, clock=self.clock)
        self.manager.login()

    def call(self, method: str, url: str, **arguments: Any) -> Any:
        """The answer."""
        kind, _, library = self.way.partition(" ")
        if kind == "sync":
            with LIBRARIES[library](self.manager) as send:
                return send(method, url, **arguments)
        return asyncio.run(self._call(library, method, url, **arguments))

    async def _call(self, library: str, method: str, url: str, **arguments: Any) -> Any:
        async with ASYNC_LIBRARIES[library](self.manager) as send:
            return await send(method, url, **arguments)

    def bodies(self) -> list[bytes]:
        """What came for ``/x``."""
        return [one.body for one in self.server.sent if one.path == "/x"]


@pytest.fixture(params=["sync httpx", "sync httpx2", "async httpx", "async httpx2"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """All of it."""
    tokens = Tokens()
    with serving(tokens) as server, serving() as other:
        yield Place(server, other, tokens, request.param)


@pytest.mark.parametrize("status", [200, 400, 401, 404, 500])
def test_the_answer_to_the_second_request_is_the_answer(place: Place, status: int) -> None:
    """Whatever it is; the first one is in the history."""
    place.tokens.then = lambda _: Reply(status, b"second")
    place.tokens.expire()
    answer = place.call("GET", f"{place.server.url}x")
    assert (answer.status_code, answer.content) == (status, b"second")
    assert [one.status_code for one in answer.history] == [401]
    assert answer.history[0].json() == {"code": "token_not_valid"}
    assert place.tokens.refreshes == 1


BODIES: dict[str, Callable[[], dict[str, Any]]] = {
    "bytes": lambda: {"content": CONTENT},
    "form": lambda: {"data": {"a": "b"}},
    "JSON": lambda: {"json": {"a": "ü"}},
    "files": lambda: {"data": {"a": "b"}, "files": {"file": io.BytesIO(CONTENT), "text": ("t.txt", b"text")}},
    "nothing": dict,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_bodies_are_sent_again(place: Place, body: Callable[[], dict[str, Any]]) -> None:
    """As they were, byte for byte, and a form with the same boundary."""
    place.tokens.expire()
    assert place.call("POST", f"{place.server.url}x", **body()).status_code == 200
    first, second = [one for one in place.server.sent if one.path == "/x"]
    assert first.body == second.body
    assert first.headers.get("content-type") == second.headers.get("content-type")


# No other knows the length of one that was begun.
@pytest.mark.parametrize("place", ["sync httpx2"], indirect=True)
def test_a_file_is_sent_again_from_where_it_was(place: Place) -> None:
    """Not from its very beginning, and not from its end."""
    file = io.BytesIO(b"skipped" + CONTENT)
    file.seek(7)
    place.tokens.expire()
    assert place.call("POST", f"{place.server.url}x", content=file).status_code == 200
    assert place.bodies() == [CONTENT, CONTENT]


def once() -> Iterator[bytes]:
    """A body that can be read only once."""
    yield CONTENT


async def once_later() -> AsyncIterator[bytes]:
    """Another one."""
    yield CONTENT


class Waiting:
    """A file whose methods have to be waited for, as those of anyio and aiofiles."""

    def __init__(self) -> None:
        self._file = io.BytesIO(CONTENT)

    async def seekable(self) -> bool:
        """To be waited for."""
        return True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._file.read()


class Pipe(io.BytesIO):
    """A file that goes in one direction."""

    def seekable(self) -> bool:
        """It isn't."""
        return False

    def seek(self, offset: int, whence: int = 0) -> int:
        """It can't."""
        raise io.UnsupportedOperation

    def fileno(self) -> int:
        """It has none, so its size is unknown."""
        raise io.UnsupportedOperation


def test_what_can_be_read_once_is_sent_once(place: Place) -> None:
    """The refusal is handed back as it came, and the next request does what is to be done."""
    place.tokens.expire()
    content = once() if place.way.startswith("sync") else once_later()
    answer = place.call("POST", f"{place.server.url}x", content=content)
    assert (answer.status_code, answer.json()) == (401, {"code": "token_not_valid"})
    assert place.bodies() == [CONTENT]
    assert place.call("GET", f"{place.server.url}y").status_code == 200


def test_a_pipe_can_be_read_once(place: Place) -> None:
    """Though it has all the methods of a file, also as a part of a form."""
    place.tokens.expire()
    assert place.call("POST", f"{place.server.url}x", files={"file": ("f", Pipe(CONTENT))}).status_code == 401
    if place.way.startswith("sync"):
        assert place.call("POST", f"{place.server.url}x", content=Pipe(CONTENT)).status_code == 401
        assert place.bodies()[1] == CONTENT
    assert CONTENT in place.bodies()[0]
    assert place.tokens.refreshes == 0


def test_what_can_be_read_once_is_not_sent_with_an_old_token(place: Place) -> None:
    """In the second half of its life it might be refused."""
    place.clock.passed = 160
    content = once() if place.way.startswith("sync") else once_later()
    assert place.call("POST", f"{place.server.url}x", content=content).status_code == 200
    assert place.server.tokens("/x") == ["Bearer access-2"]
    place.clock.passed = 320
    assert place.manager.get() == "access-2"


def test_a_redirect_within_the_service_keeps_the_token(place: Place) -> None:
    """Where the second address refuses it, that one is asked again and not the first, which has acted already."""
    expired = iter([True, False])

    def then(sent: Any) -> Reply:
        if sent.path == "/old":
            return Reply(303, b"", {"Location": "/new"})
        return Reply(401) if next(expired) else Reply()

    place.tokens.then = then
    answer = place.call("POST", f"{place.server.url}old", json={})
    assert answer.status_code == 200
    assert place.server.tokens("/old") == ["Bearer access-1"]
    assert place.server.tokens("/new") == ["Bearer access-1", "Bearer access-2"]


@pytest.mark.parametrize("expired", [False, True])
def test_a_redirect_elsewhere_takes_no_token_along(place: Place, expired: bool) -> None:
    """And a refusal there is no reason to refresh."""
    place.tokens.then = lambda sent: Reply(307, b"", {"Location": f"{place.other.url}there"})
    place.other.behaviour = lambda _: Reply(401)
    if expired:
        place.tokens.expire()
    assert place.call("POST", f"{place.server.url}x", json={}).status_code == 401
    assert place.other.tokens("/there") == [None]
    assert place.tokens.refreshes == expired


@pytest.mark.parametrize("address", ["http://{host}@{other}/there", "http://{other}/there", "http://x@{host}/here"])
def test_an_address_elsewhere_gets_no_token(place: Place, address: str) -> None:
    """Not even one that looks like the service, nor one that brings a user along."""
    host, other = (one.removeprefix("http://").rstrip("/") for one in (place.server.url, place.other.url))
    place.call("GET", address.format(host=host, other=other))
    sent = [*place.other.sent, *(one for one in place.server.sent if one.path == "/here")]
    assert len(sent) == 1
    assert "access" not in str(sent)


def test_a_refresh_that_can_not_be_had(place: Place) -> None:
    """The caller gets the error."""
    place.tokens.expire()
    behaviour = place.server.behaviour
    place.server.behaviour = lambda sent: Reply(503) if "refresh" in sent.path else behaviour(sent)
    with pytest.raises(AuthUnavailable):
        place.call("GET", f"{place.server.url}x")


def test_without_a_session_a_request_is_that_of_nobody(place: Place) -> None:
    """Which is for the server to judge."""
    place.manager.logout()
    assert place.call("GET", f"{place.server.url}x").status_code == 401
    assert place.server.tokens("/x") == [None]
    assert place.tokens.refreshes == 0


def test_a_long_answer_stops_nobody(place: Place) -> None:
    """No lock is held while a request is under way: others refresh meanwhile."""
    arrived, go_on = Event(), Event()

    def then(sent: Any) -> Reply:
        if sent.path == "/long":
            arrived.set()
            assert go_on.wait(10)
        return Reply()

    place.tokens.then = then
    long = Thread(target=place.call, args=("GET", f"{place.server.url}long"))
    long.start()
    try:
        assert arrived.wait(5)
        place.tokens.expire()
        assert place.call("GET", f"{place.server.url}x").status_code == 200
    finally:
        go_on.set()
        long.join()


@pytest.mark.parametrize("library", ASYNC_LIBRARIES)
def test_the_event_loop_goes_on_during_a_refresh(library: str) -> None:
    """What waits is a thread."""
    go_on = Event()
    tokens = Tokens()

    def behaviour(sent: Any) -> Reply:
        if "refresh" in sent.path:
            assert go_on.wait(10)
        return tokens(sent)

    async def act(manager: TokenManager, url: str) -> int:
        async with ASYNC_LIBRARIES[library](manager) as send:
            request = asyncio.create_task(send("GET", url))
            await asyncio.sleep(0.3)
            go_on.set()
            return int((await request).status_code)

    with serving(behaviour) as server:
        manager = TokenManager(server.url)
        manager.login()
        tokens.expire()
        assert asyncio.run(act(manager, f"{server.url}x")) == 200


@pytest.mark.parametrize("library", ASYNC_LIBRARIES)
def test_an_asynchronous_file_can_be_read_once(library: str) -> None:
    """Nobody here waits for its methods."""
    tokens = Tokens()

    async def act(manager: TokenManager, url: str) -> int:
        async with ASYNC_LIBRARIES[library](manager) as send:
            return int((await send("POST", url, content=Waiting())).status_code)

    with serving(tokens) as server:
        manager = TokenManager(server.url)
        manager.login()
        tokens.expire()
        assert asyncio.run(act(manager, f"{server.url}x")) == 401
