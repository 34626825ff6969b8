"""The answer to Prometheus, and to others that reach its port."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client.core import GaugeMetricFamily, Metric

from signet_server.metrics import exposition
from signet_server.metrics.exposition import Exposition


async def find() -> Iterable[Metric]:
    """One figure."""
    return [GaugeMetricFamily("signet_processes", "x", 1)]


def scope(aborted: list[bool], path: str = "/metrics") -> dict[str, Any]:
    """A request whose connection says in *aborted* that it was given up."""
    connection = SimpleNamespace(abort=lambda: aborted.append(True))
    return {"method": "GET", "path": path, "headers": [], "signet.connection": connection}


def test_figures_are_answered() -> None:
    """At two paths, and nothing at others."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    for path in ("/metrics", "/", "/other"):
        asyncio.run(Exposition(find)(scope([], path), None, send))
    assert [one["status"] for one in sent[::2]] == [200, 200, 404]
    assert b"signet_processes 1.0" in sent[1]["body"]


def test_anyone_who_takes_nothing_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server waits without limit until there is room for more of the answer."""
    monkeypatch.setattr(exposition, "SECONDS", 0.05)
    aborted: list[bool] = []

    async def send(_: object) -> None:
        await asyncio.Event().wait()

    asyncio.run(asyncio.wait_for(Exposition(find)(scope(aborted), None, send), 5))
    assert aborted == [True]
