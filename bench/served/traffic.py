"""
The load: many connections in one thread, each with one request under way.

Each request belongs to a person, who has nobody else's tokens and no other request under way. Every answer is checked.
"""

from __future__ import annotations

import select
import socket
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bench.served.people import Person
from bench.served.wire import Answer, take

PATIENCE: Final = 10.0
"""Seconds until a request without an answer is an error."""

STARTING: Final = 180.0
"""The same, where a service may have just been started."""

SIZE: Final = 65_536


class Exchange(NamedTuple):
    """A request of a person, and the look at its answer: None, or the cause of an error."""

    ask: Callable[[Person], bytes]
    check: Callable[[Person, Answer], str | None]


@dataclass
class Driven:
    """What came of it: right answers, errors by their cause, and seconds from due to answered where that was asked."""

    answers: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    elapsed: float = 0.0


class Line:
    """One connection, and who asks by it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._buffer = bytearray()
        self._request = b""
        self._is_second = False
        self.socket = self._connect()
        self.person: Person | None = None
        self.due = 0.0

    def send(self, person: Person, request: bytes, due: float) -> None:
        """Ask for *person*."""
        self.person, self._request, self.due, self._is_second = person, request, due, False
        with suppress(OSError):
            # If it is closed, that is seen where the answer should come.
            self.socket.sendall(request)

    def receive(self) -> Answer | None:
        """The answer, if it is whole. Raises `ConnectionError` if the server closed the connection in between."""
        piece = self.socket.recv(SIZE)
        if not piece:
            raise ConnectionResetError
        self._buffer += piece
        return take(self._buffer)

    def reopen(self) -> bool:
        """
        Connect again. The answer is whether the request was sent again, as it is once if nothing of an answer came:
        a server may close an idle connection at any time (RFC 9112 section 9.3.1).
        """
        may_repeat = self.person is not None and not self._is_second and not self._buffer
        self.close()
        self._buffer.clear()
        self.socket = self._connect()
        if may_repeat:
            self._is_second = True
            self.socket.sendall(self._request)
        return may_repeat

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()

    def _connect(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made


class Traffic:
    """The connections to one service, and those who ask by them."""

    def __init__(
        self,
        port: int,
        exchange: Exchange,
        people: deque[Person],
        connections: int,
        answered: deque[Person] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._patience = patience
        self._exchange = exchange
        self._people = people
        self._answered = people if answered is None else answered
        self._poll = select.epoll()
        self._lines: dict[int, Line] = {}
        self._idle: deque[Line] = deque()
        for _ in range(connections):
            line = Line(port)
            self._watch(line)
            self._idle.append(line)

    def close(self) -> None:
        """Close every connection."""
        for line in self._lines.values():
            line.close()
        self._poll.close()

    def drive(self, seconds: float, rate: float | None = None) -> Driven:
        """
        Ask for *seconds*, and wait for the last answers.

        With *rate*, so many requests a second become due; otherwise each connection asks again at once.
        """
        driven = Driven()
        start = time.perf_counter()
        end = start + seconds
        due, step = start, 1 / rate if rate else 0.0
        while True:
            now = time.perf_counter()
            while now < end and self._idle and self._people and (not step or due <= now):
                self._ask(due if step else now)
                due += step
            is_over = now >= end or not self._people
            if is_over and len(self._idle) == len(self._lines):
                break
            if now >= end + self._patience:
                self._give_up(driven)
                break
            pause = max(0.0, min(due, end) - now) if step and self._idle and now < end else 0.1
            self._receive(driven, pause, with_latencies=bool(step))
        driven.elapsed = time.perf_counter() - start
        return driven

    def _ask(self, due: float) -> None:
        line, person = self._idle.popleft(), self._people.popleft()
        line.send(person, self._exchange.ask(person), due)

    def _receive(self, driven: Driven, pause: float, *, with_latencies: bool) -> None:
        for number, _ in self._poll.poll(pause):
            line = self._lines[number]
            try:
                answer = line.receive()
            except OSError:
                self._closed(line, driven)
                continue
            if answer is None or line.person is None:
                continue
            if with_latencies:
                driven.latencies.append(time.perf_counter() - line.due)
            self._finish(line, driven, self._exchange.check(line.person, answer))

    def _closed(self, line: Line, driven: Driven) -> None:
        self._lines = {number: one for number, one in self._lines.items() if one is not line}
        was_asking = line.person is not None
        repeated = line.reopen()
        self._watch(line)
        if was_asking and not repeated:
            self._finish(line, driven, "connection closed")

    def _finish(self, line: Line, driven: Driven, error: str | None) -> None:
        if error is None:
            driven.answers += 1
        else:
            driven.errors[error] += 1
        assert line.person is not None
        self._answered.append(line.person)
        line.person = None
        self._idle.append(line)

    def _give_up(self, driven: Driven) -> None:
        for line in [one for one in self._lines.values() if one.person is not None]:
            self._finish(line, driven, f"no answer within {self._patience:.0f} s")

    def _watch(self, line: Line) -> None:
        self._lines[line.socket.fileno()] = line
        self._poll.register(line.socket.fileno(), select.EPOLLIN)


def everyone(port: int, exchange: Exchange, people: deque[Person], connections: int) -> None:
    """
    Let each of *people* ask once. Raises `RuntimeError` if one of them gets a wrong answer.

    A server that listens already may still be loading its application.
    """
    waiting = deque(people)
    people.clear()
    traffic = Traffic(port, exchange, waiting, min(connections, len(waiting)), people, STARTING)
    try:
        driven = traffic.drive(len(waiting))
    finally:
        traffic.close()
    if driven.errors or waiting:
        raise RuntimeError(f"{len(waiting)} of {len(waiting) + len(people)} didn't ask; errors: {dict(driven.errors)}")
