"""The threads of the HTTP server: bounded in number, in who waits for them, and in how long."""

from __future__ import annotations

import asyncio
from threading import Event, Lock

import pytest

from signet_server.http_server import threads
from signet_server.http_server.refusal import Refusal
from signet_server.http_server.threads import Threads


def test_no_more_work_is_done_at_once_than_there_are_threads() -> None:
    """The others wait for their turn."""
    lock, at_once, most = Lock(), 0, 0

    def work() -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        Event().wait(0.02)
        with lock:
            at_once -= 1

    async def main() -> None:
        bounded = Threads(number=3, waiting=20)
        await asyncio.gather(*(bounded.run(work) for _ in range(20)))

    asyncio.run(main())
    assert most == 3


def test_who_finds_too_many_waiting_is_sent_away_at_once() -> None:
    """One works, one waits, the third is told when to come again."""
    done = Event()

    async def main() -> str:
        bounded = Threads(number=1, waiting=1)
        working = [asyncio.create_task(bounded.run(done.wait)) for _ in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(Refusal) as refused:
            await bounded.run(done.wait)
        done.set()
        await asyncio.gather(*working)
        assert refused.value.retry_after == 1
        return refused.value.code

    assert asyncio.run(main()) == "server_busy"


def test_who_waits_too_long_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing was done for it."""
    monkeypatch.setattr(threads, "THREAD", 0.05)
    done = Event()

    async def main() -> str:
        bounded = Threads(number=1)
        working = asyncio.create_task(bounded.run(done.wait))
        await asyncio.sleep(0.01)
        with pytest.raises(Refusal) as refused:
            await bounded.run(lambda: pytest.fail("it was done all the same"))
        done.set()
        await working
        return refused.value.code

    assert asyncio.run(main()) == "server_busy"


def test_work_that_takes_too_long_is_answered_and_keeps_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it has ended: then the next one gets the thread, whether the work failed or not."""
    monkeypatch.setattr(threads, "ANSWER", 0.05)
    done = Event()

    def fail_in_the_end() -> None:
        done.wait()
        raise ValueError

    async def main() -> str:
        bounded = Threads(number=1)
        with pytest.raises(Refusal) as refused:
            await bounded.run(fail_in_the_end)
        monkeypatch.setattr(threads, "ANSWER", 20)
        waiting = asyncio.create_task(bounded.run(lambda: "done"))
        await asyncio.sleep(0.01)
        assert not waiting.done()
        done.set()
        assert await waiting == "done"
        return refused.value.code

    assert asyncio.run(main()) == "answer_timeout"


def test_what_fails_in_a_thread_fails_here() -> None:
    """And the thread is free again."""

    def fail() -> None:
        raise KeyError("why")

    async def main() -> None:
        bounded = Threads(number=1)
        for _ in range(2):
            with pytest.raises(KeyError, match="why"):
                await bounded.run(fail)

    asyncio.run(main())
