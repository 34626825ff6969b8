"""Twenty at once, with one token that has expired: one refresh, and nobody notices."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from crowd import together
from drf_signet_client import AuthUnavailable, SessionExpired, TokenManager
from libraries import ASYNC_LIBRARIES, LIBRARIES
from service import Service

CROWD = 20


@pytest.mark.parametrize("library", LIBRARIES)
def test_threads(library: str, manager: TokenManager, service: Service) -> None:
    """In one session."""
    service.order(do="expire")
    with LIBRARIES[library](manager) as send:
        statuses = together(CROWD, lambda: send("GET", f"{service.url}users/me/").status_code)
    assert statuses == [200] * CROWD
    assert service.seen("token/refresh/") == 1
    assert service.seen("users/me/", 401) >= 1


@pytest.mark.parametrize("library", LIBRARIES)
def test_threads_with_sessions_of_their_own(library: str, manager: TokenManager, service: Service) -> None:
    """The manager is what they share."""

    def act() -> int:
        with LIBRARIES[library](manager) as send:
            return int(send("POST", f"{service.url}echo/", json={"a": 1}).status_code)

    service.order(do="expire")
    assert together(CROWD, act) == [200] * CROWD
    assert service.seen("token/refresh/") == 1


@pytest.mark.parametrize("library", ASYNC_LIBRARIES)
def test_tasks(library: str, manager: TokenManager, service: Service) -> None:
    """In one client."""

    async def act() -> list[Any]:
        async with ASYNC_LIBRARIES[library](manager) as send:
            return await asyncio.gather(*(send("GET", f"{service.url}users/me/") for _ in range(CROWD)))

    service.order(do="expire")
    assert [answer.status_code for answer in asyncio.run(act())] == [200] * CROWD
    assert service.seen("token/refresh/") == 1
    assert service.seen("users/me/", 401) >= 1


@pytest.mark.parametrize("library", ASYNC_LIBRARIES)
def test_one_manager_in_several_event_loops(library: str, manager: TokenManager, service: Service) -> None:
    """Each in a thread of its own."""

    async def act() -> list[int]:
        async with ASYNC_LIBRARIES[library](manager) as send:
            answers = await asyncio.gather(*(send("GET", f"{service.url}users/me/") for _ in range(5)))
            return [answer.status_code for answer in answers]

    service.order(do="expire")
    assert together(4, lambda: asyncio.run(act())) == [[200] * 5] * 4
    assert service.seen("token/refresh/") == 1


@pytest.mark.parametrize("library", ASYNC_LIBRARIES)
def test_a_cancelled_task_leaves_the_others_their_tokens(library: str, manager: TokenManager, service: Service) -> None:
    """Also where it was the one that refreshed."""

    async def act() -> list[int]:
        async with ASYNC_LIBRARIES[library](manager) as send:
            tasks = [asyncio.create_task(send("GET", f"{service.url}users/me/")) for _ in range(6)]
            # By then all of them wait for the refresh, the first one as the one who does it.
            await asyncio.sleep(0.4)
            for task in tasks[:3]:
                task.cancel()
            statuses = [(await task).status_code for task in tasks[3:]]
            assert [task.cancelled() for task in tasks] == [True] * 3 + [False] * 3
            return statuses

    service.order(do="expire")
    service.order(do="delay", path="token/refresh/", seconds=0.8, times=1)
    assert asyncio.run(act()) == [200] * 3
    assert service.seen("token/refresh/") == 1


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_end_of_the_session_reaches_every_thread(library: str, manager: TokenManager, service: Service) -> None:
    """And whoever comes later, without another question to the server."""

    def act() -> str:
        with pytest.raises(SessionExpired) as caught:
            send("GET", f"{service.url}users/me/")
        return caught.value.code

    service.order(do="end_session")
    with LIBRARIES[library](manager) as send:
        assert together(CROWD, act) == ["session_expired"] * CROWD
        assert act() == "session_expired"
    assert service.seen("token/refresh/") == 1
    assert not manager.is_signed_in


@pytest.mark.parametrize("library", ASYNC_LIBRARIES)
def test_the_end_of_the_session_reaches_every_task(library: str, manager: TokenManager, service: Service) -> None:
    """Not only the first one."""

    async def act() -> list[Any]:
        async with ASYNC_LIBRARIES[library](manager) as send:
            requests = [send("GET", f"{service.url}users/me/") for _ in range(CROWD)]
            return await asyncio.gather(*requests, return_exceptions=True)

    service.order(do="end_session")
    assert [type(one) for one in asyncio.run(act())] == [SessionExpired] * CROWD
    assert service.seen("token/refresh/") == 1


def test_a_crowd_asks_a_server_that_is_down_once(manager: TokenManager, service: Service) -> None:
    """The others are told what the first one found."""

    def act() -> str:
        with pytest.raises(AuthUnavailable) as caught:
            send("GET", f"{service.url}users/me/")
        assert caught.value.retry_after is not None
        return caught.value.code

    service.order(do="expire")
    # Time enough for every 401 to arrive while the first one is asking.
    service.order(do="delay", path="token/refresh/", seconds=0.5, times=1)
    service.order(do="answer", path="token/refresh/", status=503, times=100, retry_after=60)
    with LIBRARIES["requests"](manager) as send:
        assert together(CROWD, act) == ["unavailable"] * CROWD
    assert service.seen("token/refresh/") == 1
    assert manager.is_signed_in
