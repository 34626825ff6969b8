"""Requests to the running project, one at a time or many at once."""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

from tests.races.project.prepare import NAME, PASSWORD
from tests.races.server import Server

SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """Status, body and headers."""

    status: int
    body: Any
    headers: http.client.HTTPMessage


def call(
    server: Server, path: str, body: object = None, *, token: str | None = None, start: Barrier | None = None
) -> Answer:
    """POST *body*, or GET without one. Connected first, then sent when *start* opens."""
    sent = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SECONDS)
    try:
        connection.connect()
        if start:
            start.wait(SECONDS)
        connection.request("GET" if body is None else "POST", path, json.dumps(body), sent)
        response = connection.getresponse()
        data = response.read()
    finally:
        connection.close()
    is_json = response.headers.get_content_type() == "application/json"
    return Answer(response.status, json.loads(data) if is_json and data else data, response.headers)


def sign_in(server: Server) -> dict[str, str]:
    """The tokens of a new session."""
    answer = call(server, "/api/token/", {"username": NAME, "password": PASSWORD})
    assert answer.status == 200, answer
    tokens: dict[str, str] = answer.body
    return tokens


def refresh(server: Server, token: str, start: Barrier | None = None) -> Answer:
    """Refresh with *token*."""
    return call(server, "/api/token/refresh/", {"refresh": token}, start=start)


def refresh_together(pool: ThreadPoolExecutor, server: Server, token: str, clients: int) -> Sequence[Answer]:
    """*clients* refreshes with the one *token*, sent at the same moment."""
    start = Barrier(clients)
    return [one.result() for one in [pool.submit(refresh, server, token, start) for _ in range(clients)]]
