"""
Slow connections beside honest clients, against a service that is running: does anybody wait for them?

    python -m bench.slow_connections http://127.0.0.1:8000 --slow 200 --honest 40 --seconds 60

Half of the slow ones never finish a header, or a body, or a chunk of one. The honest ones sign in as the demo user, and
ask who they are and refresh until the end. Only addresses of this machine are taken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
HEAD: Final = b"POST /api/v1/token/ HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
KINDS: Final[Sequence[bytes]] = (
    b"GET /healthz HTTP/1.1\r\nHost: 127.0",
    HEAD + b"Content-Length: 60\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n40\r\n" + b'{"user',
    b"",
)
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

CREDENTIALS: Final[Mapping[str, str]] = {"username": "ada", "password": "correct-horse-battery"}


@dataclass
class Seen:
    """What the honest clients, the watcher and the slow connections saw."""

    latencies: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    healthz: list[float] = field(default_factory=list)
    closed: int = 0

    def __str__(self) -> str:
        took = sorted(self.latencies) or [float("nan")]
        errors = ", ".join(f"{number} times {name}" for name, number in self.errors.most_common(5)) or "none"
        return (
            f"honest: {len(self.latencies)} answers, median {1_000 * statistics.median(took):.0f} ms,"
            f" 99 % within {1_000 * took[int(0.99 * len(took))]:.0f} ms; errors: {errors}\n"
            f"/healthz: {len(self.healthz)} answers, slowest {1_000 * max(self.healthz, default=float('nan')):.0f} ms\n"
            f"slow connections closed by the service: {self.closed}"
        )


@asynccontextmanager
async def connected(host: str, port: int) -> AsyncIterator[Streams]:
    """A connection, closed at the end whatever has become of it."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


class Honest:
    """One client with a connection of its own."""

    def __init__(self, host: str, port: int, credentials: Mapping[str, str], seen: Seen) -> None:
        self._host, self._port, self._seen = host, port, seen
        self._credentials = credentials
        self._connection = AsyncExitStack()
        self._streams: Streams | None = None

    async def run(self, end: float) -> None:
        """Sign in, and work until *end*."""
        try:
            await self._work(end)
        finally:
            await self._hang_up()

    async def _work(self, end: float) -> None:
        tokens = await self._counted("POST", "token/", self._credentials)
        while time.monotonic() < end:
            if not tokens:
                await asyncio.sleep(0.2)
                tokens = await self._counted("POST", "token/", self._credentials)
                continue
            for _ in range(10):
                await self._counted("GET", "users/me/", token=tokens["access"])
                await asyncio.sleep(0.05)
            tokens = await self._counted("POST", "token/refresh/", {"refresh": tokens["refresh"]})

    async def _counted(self, method: str, path: str, body: object = None, token: str = "") -> dict[str, str]:
        started = time.monotonic()
        try:
            async with asyncio.timeout(20):
                status, content = await self._ask(method, path, body, token)
        except (OSError, TimeoutError, EOFError, ValueError) as error:
            await self._hang_up()
            self._seen.errors[type(error).__name__] += 1
            return {}
        self._seen.latencies.append(time.monotonic() - started)
        if status != 200:
            self._seen.errors[str(status)] += 1
            return {}
        answer: dict[str, str] = json.loads(content)
        return answer

    async def _ask(self, method: str, path: str, body: object, token: str) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await self._connection.enter_async_context(connected(self._host, self._port))
        reader, writer = self._streams
        content = b"" if body is None else json.dumps(body).encode()
        authorization = f"Authorization: Bearer {token}\r\n" if token else ""
        head = (
            f"{method} /api/v1/{path} HTTP/1.1\r\nHost: {self._host}\r\n{authorization}"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        writer.write(head.encode() + content)
        await writer.drain()
        answer = await reader.readuntil(b"\r\n\r\n")
        lines = answer.lower().split(b"\r\n")
        length = next((int(one.partition(b":")[2]) for one in lines if one.startswith(b"content-length:")), 0)
        data = await reader.readexactly(length)
        if b"connection: close" in lines:
            await self._hang_up()
        return int(lines[0].split()[1]), data

    async def _hang_up(self) -> None:
        self._streams = None
        await self._connection.aclose()


async def stall(host: str, port: int, kind: bytes, end: float, seen: Seen) -> None:
    """Send a beginning, and wait; when the service hangs up, once more."""
    while time.monotonic() < end:
        try:
            async with asyncio.timeout(max(0.1, end - time.monotonic())), connected(host, port) as (reader, writer):
                writer.write(kind.replace(b"%s", host.encode()))
                await reader.read()
            seen.closed += 1
        except (OSError, TimeoutError):
            await asyncio.sleep(0.1)


async def watch(host: str, port: int, end: float, seen: Seen) -> None:
    """Ask whether the service lives, twice a second, on a connection of its own each time."""
    while time.monotonic() < end:
        started = time.monotonic()
        try:
            async with asyncio.timeout(20), connected(host, port) as (reader, writer):
                writer.write(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                await reader.read()
            seen.healthz.append(time.monotonic() - started)
        except (OSError, TimeoutError) as error:
            seen.errors[f"healthz {type(error).__name__}"] += 1
        await asyncio.sleep(0.5)


async def measure(
    host: str, port: int, slow: int, honest: int, seconds: float, credentials: Mapping[str, str] = CREDENTIALS
) -> Seen:
    """All of them at once."""
    seen, end = Seen(), time.monotonic() + seconds
    stalling = [stall(host, port, KINDS[number % len(KINDS)], end, seen) for number in range(slow)]
    working = [Honest(host, port, credentials, seen).run(end) for _ in range(honest)]
    async with asyncio.TaskGroup() as together:
        for one in stalling:
            together.create_task(one)
        await asyncio.sleep(1)
        for one in (*working, watch(host, port, end, seen)):
            together.create_task(one)
    return seen


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--slow", type=int, default=200)
    parser.add_argument("--honest", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    parts = urlsplit(options.url)
    if parts.hostname not in LOCAL:
        parser.error("only a service on this machine")
    print(asyncio.run(measure(parts.hostname, parts.port or 80, options.slow, options.honest, options.seconds)))


if __name__ == "__main__":
    main()
