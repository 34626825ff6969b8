"""How an answer leaves: in as few pieces as it has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from signet_server.http_server.application import CHUNK
from signet_server.http_server.gateway import Gateway


class NoConnection:
    """Takes every answer."""

    refused = None
    is_abandoned = False

    def abort(self) -> None:
        """Nothing to hang up."""


def sent(body: bytes) -> tuple[list[Any], int]:
    """The messages that answer a *body*, and how many tasks that took."""
    messages: list[Any] = []
    tasks = 0

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    async def send(message: Any) -> None:
        messages.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    def counted(loop: asyncio.AbstractEventLoop, work: Any, **more: Any) -> asyncio.Task[Any]:
        nonlocal tasks
        tasks += 1
        return asyncio.Task(work, loop=loop, **more)

    async def main() -> int:
        gateway = Gateway(application)
        asyncio.get_running_loop().set_task_factory(counted)
        await gateway(
            {
                "method": "GET",
                "raw_path": b"/",
                "query_string": b"",
                "http_version": "1.1",
                "headers": [(b"host", b"testserver")],
                "signet.connection": NoConnection(),
            },
            receive,
            send,
        )
        return tasks

    taken = asyncio.run(main())
    return messages, taken


@pytest.mark.parametrize(("length", "pieces"), [(0, [0]), (5, [5]), (CHUNK, [CHUNK]), (CHUNK + 1, [CHUNK, 1, 0])])
def test_a_short_answer_is_one_piece(length: int, pieces: list[int]) -> None:
    """After its headers; and no message is worth a task."""
    (start, *bodies), tasks = sent(b"x" * length)
    assert start["status"] == 200
    assert [len(one["body"]) for one in bodies] == pieces
    assert [one["more_body"] for one in bodies] == [True] * (len(pieces) - 1) + [False]
    assert tasks == 0
