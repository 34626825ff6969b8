"""A signed-in client that calls and refreshes, at whichever of the processes that are there."""

from __future__ import annotations

import http.client
import random
import time
from dataclasses import dataclass, field
from typing import Final

from compat.tests.simplejwt.switch.project.prepare import PASSWORD
from tests.races.client import Answer, call
from tests.races.server import Server

PATIENCE: Final = 20
"""Seconds after which a request without an answer is given up."""


@dataclass
class Backends:
    """The processes that take requests now."""

    servers: list[Server] = field(default_factory=list)

    def send(self, path: str, body: object = None, token: str | None = None) -> tuple[Answer, Server]:
        """The answer of any of them, and which one it was. Sent again, to any, where there was none."""
        end = time.monotonic() + PATIENCE
        while True:
            server = random.choice(self.servers)
            try:
                return call(server, path, body, token=token), server
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < end, "nobody answers"
                time.sleep(0.02)


@dataclass
class Client:
    """Somebody who signed in once, and wants to stay so."""

    name: str
    backends: Backends
    tokens: dict[str, str] = field(default_factory=dict)
    refreshed_at: set[int] = field(default_factory=set)
    """The ports of the processes that refreshed for this client since that was last asked."""

    refreshes: int = 0
    calls: int = 0

    def sign_in(self) -> None:
        """With the password. It is never asked for again."""
        answer, _ = self.backends.send("/api/token/", {"username": self.name, "password": PASSWORD})
        assert answer.status == 200, answer
        self.tokens = answer.body

    def step(self) -> None:
        """Call, and refresh where the access token has expired, as a client would; then the call succeeds."""
        answer, _ = self.backends.send("/hello/", token=self.tokens["access"])
        if answer.status == 401:
            self.refresh()
            answer, _ = self.backends.send("/hello/", token=self.tokens["access"])
        assert (answer.status, answer.body) == (200, {"username": self.name}), answer
        self.calls += 1

    def refresh(self) -> None:
        """Once; a refusal would be a sign-out."""
        answer, server = self.backends.send("/api/token/refresh/", {"refresh": self.tokens["refresh"]})
        assert answer.status == 200, (self.name, self.refreshes, answer)
        self.tokens = {**self.tokens, **answer.body}
        self.refreshed_at.add(server.port)
        self.refreshes += 1
