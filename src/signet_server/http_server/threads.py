"""The threads in which Django works: a request waits for one of them, not for long, and not among too many."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from signet_server.http_server import refusal
from signet_server.http_server.bounds import ANSWER, THREAD, THREADS, WAITING

Result = TypeVar("Result")


class Threads:
    """Those of one process."""

    def __init__(self, number: int = THREADS, waiting: int = WAITING) -> None:
        self._pool = ThreadPoolExecutor(number, thread_name_prefix="signet_request")
        self._free = asyncio.Semaphore(number)
        self.busy = 0
        """Threads that are working."""

        self.waiting = 0
        """Requests that wait for one."""

        self._may_wait = waiting

    async def run(self, work: Callable[[], Result]) -> Result:
        """
        What *work* answers.

        Raises a 503 where no thread was free in time, or where *work* took too long; its thread is not free before it
        has ended all the same.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + ANSWER
        await self._wait_for_one()
        context = contextvars.copy_context()
        try:
            future = loop.run_in_executor(self._pool, context.run, work)
        except BaseException:
            self._free.release()
            raise
        self.busy += 1
        future.add_done_callback(self._let_go)
        done, _ = await asyncio.wait({future}, timeout=end - loop.time())
        if not done:
            raise refusal.unanswered()
        return future.result()

    async def _wait_for_one(self) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        if self.waiting >= self._may_wait:
            raise refusal.busy()
        self.waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), THREAD)
        except TimeoutError:
            raise refusal.busy() from None
        finally:
            self.waiting -= 1

    def _let_go(self, future: asyncio.Future[Result]) -> None:
        self._free.release()
        self.busy -= 1
        if not future.cancelled():
            # Of a request that was answered already, nobody asks for the failure.
            future.exception()
